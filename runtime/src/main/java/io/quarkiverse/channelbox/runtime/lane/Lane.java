package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jboss.logging.Logger;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/**
 * All that one event loop owns: its connections and their memberships, their timers, the bytes that wait for them. Nobody else
 * touches it; other threads hand it tasks and messages.
 * <p>
 * <b>Order.</b> Messages, and what has its place between them ({@link #inOrder}), are worked off in the order of the calls,
 * also when a call comes from the event loop itself: that is what keeps the order of a group's messages from whichever threads
 * they are sent. What must not stand behind a backlog of messages ({@link #execute}) has an order of its own.
 * <p>
 * <b>Turns.</b> A turn ends when its {@link Budget} is used up, if need be in the middle of the members of a group, and goes on
 * behind the other work of the event loop: its tasks, its timers, what its sockets have. Messages that wait when the lane gets
 * to them are merged: those of a group become
 * one buffer, which is written and flushed once for each member.
 */
public final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** So many turns may follow one another at once as Netty makes of them, without that anybody else waits for long. */
    private static final long SHORT_NANOS = 200_000;

    private final SeldomLog broken = new SeldomLog(LOG, Logger.Level.WARN);

    private record Message(LaneMembers members, Delivery delivery, long cost) {
    }

    private final EventExecutor eventLoop;
    private final FrameEncoder encoder;
    private final TimeSource time;
    private final Backlog backlog;
    private final long mergeDelayNanos;
    private final Heartbeat heartbeat;
    private final Expirations expirations;
    private final SharedSlices slices;
    /** Of {@link Message}, {@link WriteJob} and {@link Runnable}. */
    private final Queue<Object> queue = PlatformDependent.newMpscQueue();
    /** Payload bytes of the messages in the queue. */
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable turn = this::turn;

    // What follows is used on the event loop only.
    /** What is written in this pass over the queue; the first ones are done. */
    private final List<WriteJob> jobs = new ArrayList<>();
    private int writing;
    /** Whether the queue had no more when the jobs were collected. */
    private boolean isDrained;
    /** Taken from the queue, but it has to wait until the jobs are written. */
    private Object next;
    /** The one that shares connections with other groups; there is one at a time, to keep the order between groups. */
    private LaneMembers sharing;
    private final List<Outbound> unflushed = new ArrayList<>();
    private final Budget budget = new Budget();
    private long now;
    /** What was written in this turn, or left out, of the backlog. */
    private long released;
    /** Of all turns since the lane had nothing to do. */
    private long workedNanos;
    /** Whether a message was added to one that was waiting already. */
    private boolean merged;

    Lane(EventExecutor eventLoop, Lanes.Shared shared) {
        this.eventLoop = eventLoop;
        this.encoder = shared.encoder();
        this.time = shared.time();
        this.backlog = shared.backlog();
        this.mergeDelayNanos = shared.mergeDelayNanos();
        this.heartbeat = new Heartbeat(eventLoop, shared);
        this.expirations = new Expirations(time);
        this.slices = new SharedSlices(this, time);
    }

    FrameEncoder encoder() {
        return encoder;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Its connections by when they expire. */
    public Expirations expirations() {
        return expirations;
    }

    SharedSlices slices() {
        return slices;
    }

    /** {@link TimeSource#ticks()} of the work that is being done. */
    long now() {
        return now;
    }

    boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    /** Executes a task on the event loop; it does not stand behind messages. */
    public void execute(Runnable task) {
        try {
            eventLoop.execute(() -> runNow(task));
        } catch (RejectedExecutionException e) {
            hasShutDown(e);
        }
    }

    void executeLater(Runnable task, long delayMillis) {
        try {
            eventLoop.schedule(() -> runNow(task), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            hasShutDown(e);
        }
    }

    /** Executes a task after the messages that came before the call, and before those that come after it. */
    public void inOrder(Runnable task) {
        add(task);
    }

    void deliver(LaneMembers members, Delivery delivery, long cost) {
        backlog.add(cost);
        queuedBytes.addAndGet(delivery.payload().size());
        add(new Message(members, delivery, cost));
    }

    /** @param cost how many bytes of the backlog it is; whoever writes it takes them from there */
    void write(WriteJob job, long cost) {
        backlog.add(cost);
        add(job);
    }

    private void add(Object work) {
        queue.add(work);
        schedule();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                eventLoop.execute(turn);
            } catch (RejectedExecutionException e) {
                hasShutDown(e);
            }
        }
    }

    /**
     * The next turn. Of tasks that are executed Netty does 64 before it looks at sockets and timers, of timers all that are
     * due.
     */
    private void scheduleNext(long delayNanos) {
        try {
            eventLoop.schedule(turn, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            hasShutDown(e);
        }
    }

    private static void hasShutDown(RejectedExecutionException e) {
        LOG.debug("Nothing is done any more: the event loop has shut down, and its connections with it", e);
    }

    private void turn() {
        long start = System.nanoTime();
        boolean isDone = true;
        try {
            now = time.ticks();
            budget.begin(start);
            isDone = workOffQueue();
            flush();
        } catch (RuntimeException | Error e) {
            LOG.error("What was being written is given up", e);
            jobs.subList(writing, jobs.size()).forEach(WriteJob::abandon);
            forgetJobs();
        } finally {
            // Whatever happened, what comes next must not wait for ever.
            workedNanos += System.nanoTime() - start;
            goOn(isDone);
            updateBacklog();
        }
    }

    /** So much of the backlog has been written, or is left out. */
    void release(long cost) {
        released += cost;
    }

    /** At the end of a turn, since publishers may go on then. */
    private void updateBacklog() {
        long bytes = released;
        released = 0;
        try {
            backlog.remove(bytes);
        } catch (RuntimeException e) {
            LOG.error("A publisher that waited for its receipt failed", e);
        }
    }

    /** Returns whether all is done that there was, or else the budget is used up. */
    private boolean workOffQueue() {
        while (true) {
            if (!jobs.isEmpty()) {
                if (!writeJobs()) {
                    return false;
                }
                if (isDrained) {
                    // What came while these were written is merged with what comes after it.
                    return true;
                }
            }
            isDrained = collect();
            if (jobs.isEmpty() && (isDrained || budget.isOver())) {
                return isDrained;
            }
        }
    }

    /** Collects what can be written together; returns whether that is all there was. */
    private boolean collect() {
        while (next != null || (next = queue.poll()) != null) {
            if (next instanceof Message message) {
                if (!collect(message)) {
                    return false;
                }
            } else if (!jobs.isEmpty()) {
                return false;
            } else if (next instanceof WriteJob job) {
                jobs.add(job);
            } else {
                run((Runnable) next);
            }
            next = null;
            if (budget.isOver()) {
                return false;
            }
        }
        return true;
    }

    private boolean collect(Message message) {
        LaneMembers members = message.members();
        boolean otherIsSharing = members.isSharing() && sharing != null && members != sharing;
        if (otherIsSharing || !members.hasRoomFor(message.delivery())) {
            return false;
        }
        queuedBytes.addAndGet(-message.delivery().payload().size());
        if (members.isSharing()) {
            sharing = members;
        }
        if (members.collect(message.delivery(), message.cost())) {
            jobs.add(members);
        } else {
            merged = true;
        }
        return true;
    }

    private boolean writeJobs() {
        while (writing < jobs.size()) {
            if (!jobs.get(writing).write(budget)) {
                return false;
            }
            writing++;
        }
        forgetJobs();
        return true;
    }

    private void forgetJobs() {
        jobs.clear();
        writing = 0;
        sharing = null;
    }

    /**
     * Where messages could be merged there are more on their way: to wait for them for a moment, or for as long as it took to
     * write the last ones, costs less than to write them one by one. One message at a time is never kept waiting, and where a
     * full buffer waits already there is nothing to wait for.
     */
    private void goOn(boolean isDone) {
        if (!isDone) {
            scheduleNext(0);
            return;
        }
        long worked = workedNanos;
        workedNanos = 0;
        if (merged && mergeDelayNanos > 0) {
            merged = false;
            scheduleNext(queuedBytes.get() >= FrameBatch.MAX_BYTES ? 0 : Math.max(mergeDelayNanos, worked));
        } else if (worked > SHORT_NANOS) {
            // Whoever sends now would have the next turn follow at once.
            scheduleNext(0);
        } else {
            scheduled.set(false);
            if (!queue.isEmpty()) {
                schedule();
            }
        }
    }

    private void runNow(Runnable task) {
        now = time.ticks();
        run(task);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of a lane failed", e);
        }
    }

    /** The application ends. */
    void stop() {
        heartbeat.stop();
        slices.clear();
    }

    /** A connection could not be written to; that costs the others nothing. */
    void broken(Connection connection, RuntimeException problem) {
        broken.log(() -> "Connection " + connection.id() + " is closed, since it could not be written to", problem);
        connection.dead();
    }

    /** A connection was written to and is flushed at the end of the turn. */
    void flushLater(Outbound outbound) {
        unflushed.add(outbound);
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            try {
                unflushed.get(i).flushNow();
            } catch (RuntimeException e) {
                broken(unflushed.get(i).connection(), e);
            }
        }
        unflushed.clear();
    }
}
