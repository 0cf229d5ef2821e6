package io.quarkiverse.channelbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which stored messages to read. Immutable; what is not set does not restrict. The restrictions are combined: with
 * {@link #after(String)} or {@link #since(Instant)} a forward query takes the oldest {@link #limit(int)} of what is left;
 * without them {@link #last(int)} is the way to get the newest.
 */
public final class HistoryQuery {

    private static final HistoryQuery ALL = new HistoryQuery(null, null, -1, -1, false);

    private final String after;
    private final Instant since;
    private final int limit;
    private final int last;
    private final boolean backward;

    private HistoryQuery(String after, Instant since, int limit, int last, boolean backward) {
        this.after = after;
        this.since = since;
        this.limit = limit;
        this.last = last;
        this.backward = backward;
    }

    /** All that is stored, oldest first. */
    public static HistoryQuery all() {
        return ALL;
    }

    /**
     * The newest messages only.
     *
     * @param count how many at the most, at least 0
     */
    public static HistoryQuery last(int count) {
        return new HistoryQuery(null, null, -1, notNegative("last", count), false);
    }

    /**
     * Only the messages after the one with that id. If the id is of an epoch that is not known, all that is stored is newer.
     *
     * @param messageId {@code epoch:offset}, as a {@link Receipt} or a {@link ChannelMessage} has it
     * @throws IllegalArgumentException if that is not a message id
     */
    public HistoryQuery after(String messageId) {
        return new HistoryQuery(MessageIds.check(messageId), since, limit, last, backward);
    }

    /** Only the messages that were created at that time or later. */
    public HistoryQuery since(Instant time) {
        return new HistoryQuery(after, Objects.requireNonNull(time, "time"), limit, last, backward);
    }

    /**
     * The first messages of what is left, in the direction of the query.
     *
     * @param count how many at the most, at least 0
     */
    public HistoryQuery limit(int count) {
        return new HistoryQuery(after, since, notNegative("limit", count), last, backward);
    }

    /** Newest first. */
    public HistoryQuery backward() {
        return new HistoryQuery(after, since, limit, last, true);
    }

    public Optional<String> after() {
        return Optional.ofNullable(after);
    }

    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    public OptionalInt limit() {
        return limit < 0 ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    public OptionalInt last() {
        return last < 0 ? OptionalInt.empty() : OptionalInt.of(last);
    }

    public boolean isBackward() {
        return backward;
    }

    private static int notNegative(String what, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("The " + what + " of a history query must be at least 0, it is " + count);
        }
        return count;
    }
}
