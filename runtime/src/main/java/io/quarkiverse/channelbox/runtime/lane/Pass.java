package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.util.internal.PlatformDependent;
import io.quarkiverse.channelbox.runtime.message.Delivery;

/**
 * The queue of a lane, and the pass over it that is going on: what can be written together is collected, then written, in as
 * many turns as it takes. Used on the lane, but for what says otherwise.
 */
final class Pass {

    private record Message(LaneMembers members, Delivery delivery, long cost) {
    }

    private record Direct(WriteJob job, int bytes, long cost) {
    }

    /** Of {@link Message}, {@link Direct} and {@link Runnable}. */
    private final Queue<Object> queue = PlatformDependent.newMpscQueue();
    /** Payload bytes of the messages in the queue. */
    private final AtomicLong queuedBytes = new AtomicLong();
    /** What they are of the backlog. */
    private final AtomicLong queuedCost = new AtomicLong();

    /** What is written; the first ones are done. */
    private final List<WriteJob> jobs = new ArrayList<>();
    private int writing;
    /** Whether the queue had no more when the jobs were collected. */
    private boolean isDrained;
    /** Taken from the queue, but it has to wait until the jobs are written. */
    private Object next;
    /** The one that shares connections with other groups; there is one at a time, to keep the order between groups. */
    private LaneMembers sharing;
    /** Whether a message was added to one that was waiting already. */
    private boolean merged;

    /** From any thread. */
    void add(LaneMembers members, Delivery delivery, long cost) {
        count(delivery.payload().size(), cost);
        queue.add(new Message(members, delivery, cost));
    }

    /** From any thread. */
    void add(WriteJob job, int bytes, long cost) {
        count(bytes, cost);
        queue.add(new Direct(job, bytes, cost));
    }

    private void count(int bytes, long cost) {
        queuedBytes.addAndGet(bytes);
        queuedCost.addAndGet(cost);
    }

    /** From any thread. */
    void add(Runnable task) {
        queue.add(task);
    }

    boolean isQueueEmpty() {
        return next == null && queue.isEmpty();
    }

    /** Whether so much waits that it fills a buffer. */
    boolean isBufferFull() {
        return queuedBytes.get() >= FrameBatch.MAX_BYTES;
    }

    /** What the messages in the queue are of the backlog. */
    long queuedCost() {
        return queuedCost.get();
    }

    /** Whether messages could be merged since the call before. */
    boolean hasMerged() {
        boolean result = merged;
        merged = false;
        return result;
    }

    /** Goes on; returns whether the pass is over, or else the budget is used up. */
    boolean goOn(Budget budget) {
        while (true) {
            if (!jobs.isEmpty()) {
                if (!writeJobs(budget)) {
                    return false;
                }
                if (isDrained) {
                    // What came while these were written is merged with what comes after it.
                    return true;
                }
            }
            isDrained = collect(budget);
            if (jobs.isEmpty() && (isDrained || budget.isOver())) {
                return isDrained;
            }
        }
    }

    /** Collects what can be written together; returns whether that is all there was. */
    private boolean collect(Budget budget) {
        while (next != null || (next = queue.poll()) != null) {
            if (next instanceof Message message ? !fits(message) : !jobs.isEmpty()) {
                return false;
            }
            Object taken = next;
            next = null;
            if (taken instanceof Message message) {
                collect(message);
            } else if (taken instanceof Direct direct) {
                count(-direct.bytes(), -direct.cost());
                jobs.add(direct.job());
            } else {
                Lane.run((Runnable) taken);
            }
            if (budget.isOver()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it can be written together with what has been collected. */
    private boolean fits(Message message) {
        LaneMembers members = message.members();
        boolean otherIsSharing = members.isSharing() && sharing != null && members != sharing;
        return !otherIsSharing && members.live().hasRoomFor(message.delivery());
    }

    private void collect(Message message) {
        LaneMembers members = message.members();
        count(-message.delivery().payload().size(), -message.cost());
        if (members.isSharing()) {
            sharing = members;
        }
        if (members.live().collect(message.delivery(), message.cost())) {
            jobs.add(members.live());
        } else {
            merged = true;
        }
    }

    private boolean writeJobs(Budget budget) {
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

    /** What is being written failed: it is given up. */
    void abandonJobs() {
        jobs.subList(writing, jobs.size()).forEach(WriteJob::abandon);
        forgetJobs();
        isDrained = true;
    }
}
