package io.quarkiverse.channelbox.runtime.message;

import java.util.Map;

import io.quarkiverse.channelbox.SendOptions;

/** Whom a message reaches. */
public final class Reach {

    private Reach() {
    }

    /** Whether a channel with these attributes gets the message: it is not excepted and has all the attributes asked for. */
    public static boolean includes(SendOptions options, String connectionId, Map<String, String> attributes) {
        return !options.getExcept().contains(connectionId) && hasAll(attributes, options.getAttributes());
    }

    static boolean hasAll(Map<String, String> attributes, Map<String, String> wanted) {
        return wanted.isEmpty() || attributes.entrySet().containsAll(wanted.entrySet());
    }
}
