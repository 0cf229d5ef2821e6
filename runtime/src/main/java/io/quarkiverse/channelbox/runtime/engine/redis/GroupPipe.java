package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.Target;

/**
 * What waits to be published to one target. One batch is on its way at a time, so that the order is kept; what comes meanwhile
 * shares the next one. Used on the engine's loop.
 */
final class GroupPipe {

    /** How many messages, or bytes of them, make a batch full: Redis does nothing else while it publishes them. */
    private static final int MAX_MESSAGES = 256;
    private static final long MAX_BYTES = 1 << 20;

    /** Messages that are published in one step. */
    static final class Batch {
        private final long number;
        private final List<PendingSend> sends;
        /** By which the node gets what is published; {@code null} if it does not. */
        private Object subscription;

        Batch(long number, List<PendingSend> sends) {
            this.number = number;
            this.sends = sends;
        }

        long number() {
            return number;
        }

        List<PendingSend> sends() {
            return sends;
        }

        Object subscription() {
            return subscription;
        }

        void subscription(Object value) {
            subscription = value;
        }
    }

    private final Target target;
    private final Deque<PendingSend> waiting = new ArrayDeque<>();
    private Batch batch;
    private boolean onItsWay;

    GroupPipe(Target target) {
        this.target = target;
    }

    /** A group, or any union or user: those share a pipe. */
    Target target() {
        return target;
    }

    void add(PendingSend send) {
        waiting.addLast(send);
    }

    boolean isIdle() {
        return batch == null && waiting.isEmpty();
    }

    boolean isOnItsWay() {
        return onItsWay;
    }

    /**
     * The batch that is next: the last one, if what became of it is not known. {@code null} if there is nothing to publish.
     *
     * @param number for a new batch
     */
    Batch depart(long number) {
        if (batch == null) {
            List<PendingSend> sends = take();
            if (sends.isEmpty()) {
                return null;
            }
            batch = new Batch(number, sends);
        }
        onItsWay = true;
        return batch;
    }

    /** What became of the batch is not known, or nothing did. */
    void comeBack() {
        onItsWay = false;
    }

    void arrived() {
        onItsWay = false;
        batch = null;
    }

    /** What of it was not published waits with the others, before them. */
    void dissolve() {
        List<PendingSend> sends = batch.sends();
        arrived();
        for (int i = sends.size() - 1; i >= 0; i--) {
            if (!sends.get(i).isDone() && !sends.get(i).hasReply()) {
                sends.get(i).inFlight(false);
                waiting.addFirst(sends.get(i));
            }
        }
    }

    private List<PendingSend> take() {
        List<PendingSend> sends = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && sends.size() < MAX_MESSAGES && bytes < MAX_BYTES) {
            PendingSend send = waiting.removeFirst();
            if (!send.isDone()) {
                sends.add(send);
                bytes += send.message().length;
                send.inFlight(true);
            }
        }
        return sends;
    }
}
