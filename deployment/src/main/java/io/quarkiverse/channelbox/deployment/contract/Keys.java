package io.quarkiverse.channelbox.deployment.contract;

import java.util.Map;

/** Keys of AsyncAPI: letters, digits, {@code _}, {@code -} and {@code .}, and none twice. */
final class Keys {

    private Keys() {
    }

    /** @param taken what is keyed so far */
    static String unique(String text, Map<String, ?> taken) {
        String key = of(text);
        String unique = key;
        for (int number = 2; taken.containsKey(unique); number++) {
            unique = key + "_" + number;
        }
        return unique;
    }

    static String of(String text) {
        String key = text.replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9_.\\-]", "_");
        return key.isEmpty() ? "_" : key;
    }
}
