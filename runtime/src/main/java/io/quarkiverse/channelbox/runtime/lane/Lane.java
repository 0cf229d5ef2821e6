package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/**
 * The way to the connections of one event loop. What comes here is done in the order of the calls, also when a call comes from
 * the event loop itself: that is what keeps the order of a group's messages from whichever threads they are sent.
 * <p>
 * Messages that wait when the event loop gets to them are merged: those of a group become one buffer, which is written and
 * flushed once for each member.
 */
public final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);
    /** How much is done before other work of the event loop gets its turn. */
    private static final int MAX_AT_ONCE = 4096;

    private record Message(LaneMembers members, Delivery delivery) {
    }

    private final EventExecutor eventLoop;
    private final FrameEncoder encoder;
    private final TimeSource time;
    private final long mergeDelayNanos;
    /** Of {@link Message} and {@link Runnable}. */
    private final Queue<Object> queue = PlatformDependent.newMpscQueue();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable work = this::work;

    // What follows is used on the event loop only.
    /** Those that have collected messages which are not written yet. */
    private final List<LaneMembers> collecting = new ArrayList<>();
    /** The one of them that shares connections with other groups; there is one at a time, to keep the order between groups. */
    private LaneMembers sharing;
    private final List<Connection> unflushed = new ArrayList<>();
    private long now;
    /** Whether a message was added to one that was waiting already. */
    private boolean merged;

    Lane(EventExecutor eventLoop, FrameEncoder encoder, TimeSource time, long mergeDelayNanos) {
        this.eventLoop = eventLoop;
        this.encoder = encoder;
        this.time = time;
        this.mergeDelayNanos = mergeDelayNanos;
    }

    public FrameEncoder encoder() {
        return encoder;
    }

    /** {@link TimeSource#ticks()} of the work that is being done. */
    public long now() {
        return now;
    }

    public void execute(Runnable task) {
        add(task);
    }

    void deliver(LaneMembers members, Delivery delivery) {
        add(new Message(members, delivery));
    }

    private void add(Object work) {
        queue.add(work);
        schedule();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            submit(0);
        }
    }

    private void submit(long delayNanos) {
        try {
            if (delayNanos == 0) {
                eventLoop.execute(work);
            } else {
                eventLoop.schedule(work, delayNanos, TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException e) {
            // The event loop has shut down, and its connections with it.
            LOG.debug("Nothing is delivered any more: the event loop has shut down", e);
        }
    }

    private void work() {
        long start = System.nanoTime();
        try {
            workOffQueue();
        } finally {
            // Whatever happened, what comes next must not wait for ever.
            goOn(System.nanoTime() - start);
        }
    }

    private void workOffQueue() {
        now = time.ticks();
        merged = false;
        for (int done = 0; done < MAX_AT_ONCE; done++) {
            Object next = queue.poll();
            if (next == null) {
                break;
            }
            if (next instanceof Message message) {
                collect(message.members(), message.delivery());
            } else {
                writeCollected();
                run((Runnable) next);
            }
        }
        writeCollected();
        flush();
    }

    /**
     * Where messages could be merged there are more on their way: to wait for them for a moment, or for as long as it took to
     * write the last ones, costs less than to write them one by one. One message at a time is never kept waiting.
     */
    private void goOn(long workNanos) {
        if (merged && mergeDelayNanos > 0) {
            submit(Math.max(mergeDelayNanos, workNanos));
        } else {
            scheduled.set(false);
            if (!queue.isEmpty()) {
                schedule();
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of the fan-out failed", e);
        }
    }

    private void collect(LaneMembers members, Delivery delivery) {
        if (members.isSharing() && members != sharing) {
            if (sharing != null) {
                sharing.writeCollected();
            }
            sharing = members;
        }
        if (members.collect(delivery)) {
            collecting.add(members);
        } else {
            merged = true;
        }
    }

    private void writeCollected() {
        for (int i = 0; i < collecting.size(); i++) {
            collecting.get(i).writeCollected();
        }
        collecting.clear();
        sharing = null;
    }

    /** A connection was written to and is flushed at the end of the work. */
    public void flushLater(Connection connection) {
        unflushed.add(connection);
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }
}
