package io.quarkiverse.channelbox;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How long and how many may be what comes with a message or a member: it may come from clients, and is kept or sent on. */
final class Bounds {

    static final int MAX_ATTRIBUTES = 32;
    static final int MAX_ATTRIBUTE_KEY = 128;
    static final int MAX_ATTRIBUTE_VALUE = 1024;
    static final int MAX_EVENT = 128;
    static final int MAX_IDEMPOTENCY_KEY = 512;
    static final int MAX_EXCEPT = 1000;
    static final int MAX_CONNECTION_ID = 128;

    private Bounds() {
    }

    /**
     * Returns the value, if it is not too long.
     *
     * @param what it is, as the message of the exception begins
     * @param max in characters
     * @throws IllegalArgumentException if it is longer
     */
    static String check(String what, String value, int max) {
        if (value.length() > max) {
            throw new IllegalArgumentException(what + " has " + value.length() + " characters, of at most " + max + ": '"
                    + Printable.of(value) + "'");
        }
        return value;
    }

    /** A copy that has one attribute more, or another value for one. */
    static Map<String, String> withAttribute(Map<String, String> attributes, String key, String value) {
        Map<String, String> all = new TreeMap<>(attributes);
        all.put(check("The key of an attribute", Objects.requireNonNull(key, "key"), MAX_ATTRIBUTE_KEY),
                check("The value of attribute '" + Printable.of(key) + "'", Objects.requireNonNull(value, "value"),
                        MAX_ATTRIBUTE_VALUE));
        if (all.size() > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException("There are more than " + MAX_ATTRIBUTES + " attributes, with '"
                    + Printable.of(key) + "'");
        }
        return Map.copyOf(all);
    }
}
