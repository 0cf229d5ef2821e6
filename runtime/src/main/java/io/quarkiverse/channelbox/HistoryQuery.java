package io.quarkiverse.channelbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Which stored messages to read. Immutable; what is not set does not restrict. The restrictions are combined: with
 * {@link #after(String)} or {@link #since(Instant)} a forward query takes the oldest {@link #limit(int)} of what is left;
 * without them {@link #last(int)} is the way to get the newest.
 */
public final class HistoryQuery {

    private static final HistoryQuery ALL = new HistoryQuery(null, null, -1, -1, false);

    private final @Nullable String after;
    private final @Nullable Instant since;
    private final int limit;
    private final int last;
    private final boolean backward;

    private HistoryQuery(@Nullable String after, @Nullable Instant since, int limit, int last, boolean backward) {
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
     * @param messageId as a {@link Receipt} or a {@link ChannelMessage} has it; its signature is not looked at: what may be
     *        read is the application's to decide
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

    /** The id of the message that those asked for come after, if there is one. */
    public Optional<String> getAfter() {
        return Optional.ofNullable(after);
    }

    /** When the first of them was created at the earliest, if that is restricted. */
    public Optional<Instant> getSince() {
        return Optional.ofNullable(since);
    }

    /** How many of them at the most, from the first on in the direction of the query, if that is restricted. */
    public OptionalInt getLimit() {
        return limit < 0 ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** How many of the newest at the most, if that is restricted. */
    public OptionalInt getLast() {
        return last < 0 ? OptionalInt.empty() : OptionalInt.of(last);
    }

    /** Whether the newest comes first. */
    public boolean isBackward() {
        return backward;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HistoryQuery that && Objects.equals(after, that.after) && Objects.equals(since, that.since)
                && limit == that.limit && last == that.last && backward == that.backward;
    }

    @Override
    public int hashCode() {
        return Objects.hash(after, since, limit, last, backward);
    }

    @Override
    public String toString() {
        return new Description(HistoryQuery.class).with("after", after).with("since", since)
                .with("limit", limit < 0 ? null : limit).with("last", last < 0 ? null : last).with("backward", backward)
                .toString();
    }

    private static int notNegative(String what, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("The " + what + " of a history query must be at least 0, it is " + count);
        }
        return count;
    }
}
