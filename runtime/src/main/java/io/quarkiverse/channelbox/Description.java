package io.quarkiverse.channelbox;

import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** What {@code toString()} says: a name, and what is set. */
final class Description {

    private final StringJoiner parts;

    Description(Class<?> type) {
        parts = new StringJoiner(", ", type.getSimpleName() + "{", "}");
    }

    /** Nothing is said of what is {@code null}, empty or {@code false}; what has no order is sorted. */
    Description with(String name, @Nullable Object value) {
        if (value == null || value.equals(false) || value.equals(Set.of()) || value.equals(Map.of())) {
            return this;
        }
        Object sorted = value instanceof Set<?> set ? new TreeSet<>(set)
                : value instanceof Map<?, ?> map ? new TreeMap<>(map) : value;
        parts.add(value.equals(true) ? name : name + '=' + Printable.of(sorted.toString()));
        return this;
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
