package io.quarkiverse.channelbox.benchmark.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Arguments of the form {@code key=value}, {@code --key=value} or {@code --key value}. */
public final class Options {

    private static final String DASHES = "--";

    private final Map<String, String> values = new HashMap<>();

    public Options(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            boolean isDashed = arguments[i].startsWith(DASHES);
            String argument = isDashed ? arguments[i].substring(DASHES.length()) : arguments[i];
            int equals = argument.indexOf('=');
            if (equals >= 0) {
                values.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else if (isDashed && i + 1 < arguments.length) {
                values.put(argument, arguments[++i]);
            } else {
                throw new IllegalArgumentException("Not of the form key=value or --key value: " + argument);
            }
        }
    }

    public int number(String key, int absent) {
        return values.containsKey(key) ? Integer.parseInt(values.get(key)) : absent;
    }

    public String text(String key, String absent) {
        return values.getOrDefault(key, absent);
    }

    /** Separated by commas; none if the option is not given. */
    List<Integer> numbers(String key) {
        return values.containsKey(key) ? Stream.of(values.get(key).split(",")).map(Integer::valueOf).toList() : List.of();
    }

    /**
     * Whether a name contains one of the option's parts, or is one that has a {@code =} before it; all names do if the option
     * is not given. The parts are separated by semicolons or, if there is none, by commas.
     */
    public boolean selects(String key, String name) {
        String parts = text(key, "");
        return Stream.of(parts.split(parts.contains(";") ? ";" : ","))
                .anyMatch(part -> part.startsWith("=") ? name.equals(part.substring(1)) : name.contains(part));
    }
}
