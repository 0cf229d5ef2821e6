package io.quarkiverse.channelbox.runtime.lane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.channelbox.runtime.time.TimeSource;

/**
 * Up to where a client that came back says that it has the logs of its groups, as ids of messages. Each counts once, and for a
 * while: who joins later than that is not coming back. Thread-safe.
 */
public final class Positions {

    public static final Positions NONE = new Positions(Map.of(), null);

    private static final long LIFE_MILLIS = 60_000;

    private final TimeSource time;
    private final long until;
    /** Mostly empty. */
    private Map<String, String> byGroup;

    public Positions(Map<String, String> byGroup, TimeSource time) {
        this.time = time;
        this.byGroup = byGroup.isEmpty() ? Map.of() : new HashMap<>(byGroup);
        this.until = byGroup.isEmpty() ? 0 : time.ticks() + LIFE_MILLIS;
    }

    /** Empty from the second call on. */
    public synchronized Optional<String> take(String group) {
        if (byGroup.isEmpty()) {
            return Optional.empty();
        }
        if (time.ticks() > until) {
            byGroup = Map.of();
            return Optional.empty();
        }
        return Optional.ofNullable(byGroup.remove(group));
    }
}
