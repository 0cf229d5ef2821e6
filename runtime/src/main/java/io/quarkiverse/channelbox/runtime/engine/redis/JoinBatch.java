package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;

/** New members of a group that share one reading of its log. Used on the engine's loop. */
final class JoinBatch {

    /** @param deadline by {@link EngineLoop#millis()} */
    record Join(ReplayRequest request, CompletableFuture<LogStart> start, long deadline) {
    }

    private static final long NONE = -1;

    /** In the order of their deadlines. */
    private final Deque<Join> joins = new ArrayDeque<>();
    /** How many messages are looked for; -1 if these members wait for the subscription only. */
    private int newest;
    /** {@code null} while nothing is being read. */
    private LogReader.Ticket ticket;
    /** {@code null} until it is read. */
    private LogExtent extent;
    /** For the next deadline. */
    private long timer = NONE;
    private boolean retrying;

    JoinBatch(int newest) {
        this.newest = newest;
    }

    /** What is left of others, to be read together. */
    static JoinBatch merged(Collection<JoinBatch> batches) {
        JoinBatch merged = new JoinBatch(0);
        for (JoinBatch each : batches) {
            each.ticket = null;
            merged.newest = Math.max(merged.newest, each.newest);
        }
        batches.stream().flatMap(each -> each.joins.stream()).sorted(Comparator.comparingLong(Join::deadline))
                .forEach(merged.joins::add);
        batches.forEach(each -> each.joins.clear());
        return merged;
    }

    void add(Join join) {
        joins.add(join);
        if (ticket == null) {
            newest = Math.max(newest, LogExtent.needed(join.request()));
        }
    }

    /** The one whose deadline is the next; {@code null} if there is none. */
    Join peek() {
        return joins.peek();
    }

    /** Takes out the one whose deadline is the next; {@code null} if there is none. */
    Join poll() {
        return joins.poll();
    }

    boolean isEmpty() {
        return joins.isEmpty();
    }

    int newest() {
        return newest;
    }

    LogReader.Ticket ticket() {
        return ticket;
    }

    void ticket(LogReader.Ticket value) {
        ticket = value;
    }

    LogExtent extent() {
        return extent;
    }

    void extent(LogExtent value) {
        extent = value;
    }

    boolean isWatched() {
        return timer != NONE;
    }

    void watched(long byTimer) {
        timer = byTimer;
    }

    /** @return the timer, which is of no use any more */
    long unwatched() {
        long last = timer;
        timer = NONE;
        return last;
    }

    /** It is read again in a while. */
    boolean isRetrying() {
        return retrying;
    }

    void retrying(boolean value) {
        retrying = value;
    }
}
