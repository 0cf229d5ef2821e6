package io.quarkiverse.channelbox.runtime.lane;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;

/**
 * The bytes that wait in the lanes of this node: of each message once for every member that is to get it. Whoever sends faster
 * than the lanes write is slowed down beyond half of the bound, and refused beyond it. Thread-safe.
 */
@Singleton
public class Backlog {

    /** What a message costs besides its payload, for each member. */
    private static final long OVERHEAD_BYTES = 64;

    private final OperatorLog log;
    private final long max;
    private final AtomicLong waiting = new AtomicLong();
    /** With what was reserved for messages that are on their way to the lanes: one sum, so that nobody misses half of it. */
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger lanes = new AtomicInteger();
    private final Queue<Runnable> whenLow = new ConcurrentLinkedQueue<>();

    public Backlog(ValidatedConfig config, OperatorLog log) {
        this.log = log;
        this.max = config.values().maxPending().asLongValue();
    }

    /** What it costs to let a message wait. */
    public static long cost(long payloadBytes, int recipients) {
        return (payloadBytes + OVERHEAD_BYTES) * recipients;
    }

    /** How much waits now. */
    public long bytes() {
        return waiting.get();
    }

    public long max() {
        return max;
    }

    /**
     * Takes room for a message before it is published; {@link #release} gives it back when the lanes have got the message, or
     * never will.
     *
     * @return whether there was room; a single message may be larger than all of it
     */
    public boolean reserve(long bytes) {
        long before;
        do {
            before = taken.get();
            if (before > 0 && before + bytes > max) {
                long all = before;
                log.warn(Backlog.class, () -> "A send of this node was refused: " + all
                        + " bytes wait here to be written, of at most " + max + " (quarkus.channel-box.max-pending)");
                return false;
            }
        } while (!taken.compareAndSet(before, before + bytes));
        return true;
    }

    public void release(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Whether so much waits that a publisher should wait, too. */
    public boolean isHigh() {
        return waiting.get() > max / 2;
    }

    /** Whether a publisher should wait for a lane where so much waits: about its share of all, or more. */
    boolean isHighWith(long ofLane) {
        return isHigh() && 2 * ofLane * lanes.get() >= waiting.get();
    }

    /** Whether nothing more should come; what other nodes send does not ask before. */
    public boolean isFull() {
        return waiting.get() >= max;
    }

    /** Calls it when not so much waits any more, from any thread; at once if that is so now. */
    public void whenLow(Runnable task) {
        whenLow.add(task);
        if (!isHigh()) {
            runWaiting();
        }
    }

    void addLane() {
        lanes.incrementAndGet();
    }

    void add(long bytes) {
        taken.addAndGet(bytes);
        waiting.addAndGet(bytes);
    }

    /** So much was written, or left out. */
    void remove(long bytes) {
        if (bytes > 0) {
            taken.addAndGet(-bytes);
            if (waiting.addAndGet(-bytes) <= max / 2) {
                runWaiting();
            }
        }
    }

    private void runWaiting() {
        // What goes on now may send at once; one that fails keeps none of the others waiting.
        for (Runnable task = poll(); task != null; task = poll()) {
            Lane.run(task);
        }
    }

    private Runnable poll() {
        return isHigh() ? null : whenLow.poll();
    }
}
