package io.quarkiverse.channelbox;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/** What {@code toString()} says: a name, and what is set. */
final class Description {

    private final StringJoiner parts;

    Description(Class<?> type) {
        parts = new StringJoiner(", ", type.getSimpleName() + "{", "}");
    }

    /** Nothing is said of what is {@code null}, empty or {@code false}. */
    Description with(String name, @Nullable Object value) {
        boolean isSet = value instanceof Collection<?> all ? !all.isEmpty()
                : value instanceof Map<?, ?> map ? !map.isEmpty() : value != null && !Boolean.FALSE.equals(value);
        if (isSet) {
            parts.add(Boolean.TRUE.equals(value) ? name : name + '=' + Printable.of(value.toString()));
        }
        return this;
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
