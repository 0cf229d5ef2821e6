package io.quarkiverse.channelbox.runtime.lane;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import io.netty.util.concurrent.EventExecutor;
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
 * to them are merged: those of a group become one buffer, which is written and flushed once for each member.
 */
public final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** So long a turn may be for the next one to follow at once, so that nobody else waits for long. */
    private static final long SHORT_NANOS = 200_000;

    private final SeldomLog broken = new SeldomLog(LOG, Logger.Level.WARN);

    private final EventLoop eventLoop;
    private final Lanes.Shared shared;
    private final Backlog backlog;
    private final Heartbeat heartbeat;
    private final Expirations expirations;
    private final SharedSlices slices;
    private final Pass pass = new Pass();
    private final Turns turns = new Turns(this);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Rate workedMicros = new Rate();
    private final Runnable turn = this::turn;

    // What follows is used on the event loop only.
    private final Unflushed unflushed = new Unflushed(this);
    private final Budget budget = new Budget();
    private long now;
    /** What was written in this turn, or left out, of the backlog. */
    private long released;
    /** Of all turns of the pass. */
    private long workedNanos;

    Lane(EventExecutor eventLoop, Lanes.Shared shared) {
        this.eventLoop = new EventLoop(eventLoop);
        this.shared = shared;
        this.backlog = shared.backlog();
        backlog.addLane();
        this.heartbeat = new Heartbeat(eventLoop, shared);
        this.expirations = new Expirations(shared.time());
        this.slices = new SharedSlices(this, shared.time());
    }

    FrameEncoder encoder() {
        return shared.encoder();
    }

    Lanes.Shared shared() {
        return shared;
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

    /** What waits in it, of the backlog. From any thread. */
    public long pendingBytes() {
        return pass.queuedCost();
    }

    /** The share of its time that it has written messages, over about the last ten seconds. From any thread. */
    public double busy() {
        return workedMicros.perSecond(shared.time().ticks()) / 1_000_000;
    }

    /** Executes a task on the event loop; it does not stand behind messages. Returns whether it will. */
    public boolean execute(Runnable task) {
        return eventLoop.execute(() -> runNow(task));
    }

    /** Runs a task now, or executes it if this is not the event loop. */
    public void runOrExecute(Runnable task) {
        if (eventLoop.isCurrent()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /** Executes a task of which many may come at once, and which leads to others: one in a turn. */
    public void executeInTurn(Runnable task) {
        execute(() -> turns.addLast(task));
    }

    Turns turns() {
        return turns;
    }

    void executeLater(Runnable task, long delayMillis) {
        eventLoop.executeNext(() -> runNow(task), TimeUnit.MILLISECONDS.toNanos(delayMillis));
    }

    /** Executes a task after the messages that came before the call, and before those that come after it. */
    public void inOrder(Runnable task) {
        pass.add(task);
        schedule();
    }

    /** In order while not much waits, so that what was said before is heard; it does not stand behind a backlog. */
    void soon(Runnable task) {
        if (!pass.isBufferFull() || !execute(task)) {
            inOrder(task);
        }
    }

    void deliver(LaneMembers members, Delivery delivery, long cost) {
        backlog.add(cost);
        pass.add(members, delivery, cost);
        schedule();
    }

    /**
     * @param bytes of the payload
     * @param cost how many bytes of the backlog it is; whoever writes it {@link #release}s them
     */
    void write(WriteJob job, int bytes, long cost) {
        backlog.add(cost);
        pass.add(job, bytes, cost);
        schedule();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            eventLoop.execute(turn);
        }
    }

    private void turn() {
        long start = System.nanoTime();
        boolean isDone = true;
        try {
            now = shared.time().ticks();
            budget.begin(start);
            isDone = pass.goOn(budget);
            unflushed.flush();
        } catch (RuntimeException | Error e) {
            LOG.error("What was being written is given up", e);
            pass.abandonJobs();
        } finally {
            // Whatever happened, what comes next must not wait for ever.
            long worked = System.nanoTime() - start;
            workedNanos += worked;
            workedMicros.add(worked / 1000, now);
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
        backlog.remove(bytes);
    }

    /**
     * Where messages could be merged there are more on their way: to wait for them for a moment, or for as long as it took to
     * write the last ones, costs less than to write them one by one. One message at a time is never kept waiting, and there is
     * nothing to wait for where a full buffer waits already, or publishers wait until this lane has written more.
     */
    private void goOn(boolean isDone) {
        if (!isDone) {
            eventLoop.executeNext(turn, 0);
            return;
        }
        long worked = workedNanos;
        workedNanos = 0;
        long mergeDelayNanos = shared.mergeDelayNanos();
        if (pass.hasMerged() && mergeDelayNanos > 0) {
            eventLoop.executeNext(turn,
                    pass.isBufferFull() || backlog.isHighWith(pass.queuedCost()) ? 0 : Math.max(mergeDelayNanos, worked));
        } else if (worked > SHORT_NANOS) {
            // Whoever sends now would have the next turn follow at once.
            eventLoop.executeNext(turn, 0);
        } else {
            scheduled.set(false);
            if (!pass.isQueueEmpty()) {
                schedule();
            }
        }
    }

    private void runNow(Runnable task) {
        now = shared.time().ticks();
        run(task);
    }

    static void run(Runnable task) {
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
        connection.ending().dead();
    }

    /** What is flushed at the end of the turn. */
    Unflushed unflushed() {
        return unflushed;
    }
}
