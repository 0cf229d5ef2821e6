package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/**
 * The sends that are not over: how many and how much may wait, until when, and what their callers are told. Used on the
 * engine's loop but for what is said otherwise.
 */
final class PendingSends {

    /** How much may wait for Redis in all. */
    private static final int MAX_PENDING = 10_000;
    private static final long MAX_PENDING_BYTES = 64L << 20;
    private static final long DEADLINE_CHECK_MILLIS = 50;

    private final EngineLoop loop;
    private final RedisLink link;
    private final TimeSource time;
    private final long timeoutMillis;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder failures = new LongAdder();
    /** By number, in the order of the sends. */
    private final Map<Long, PendingSend> pending = new LinkedHashMap<>();
    private boolean watching;

    PendingSends(EngineLoop loop, RedisLink link, TimeSource time, long timeoutMillis) {
        this.loop = loop;
        this.link = link;
        this.time = time;
        this.timeoutMillis = timeoutMillis;
    }

    /** A new one, which has failed already if it may not wait. Any thread. */
    PendingSend admit(Publication publication) {
        PendingSend send = new PendingSend(numbers.incrementAndGet(), publication,
                MessageCodec.encode(publication, time.now()), EngineLoop.millis() + timeoutMillis);
        if (link.isAway()) {
            return reject(send, "Redis cannot be used: " + link.trouble(), link.trouble());
        }
        int nowCount = count.incrementAndGet();
        long nowBytes = bytes.addAndGet(send.message().length);
        if (nowCount > MAX_PENDING || nowBytes > MAX_PENDING_BYTES && nowCount > 1) {
            release(send);
            return reject(send, (nowCount - 1) + " messages are waiting for Redis already", null);
        }
        return send;
    }

    private PendingSend reject(PendingSend send, String why, Throwable cause) {
        failures.increment();
        send.receipt().completeExceptionally(notSent(send, why, cause));
        return send;
    }

    /** How many messages wait. Any thread. */
    int size() {
        return count.get();
    }

    /** How many sends failed. Any thread. */
    long failures() {
        return failures.sum();
    }

    private void release(PendingSend send) {
        count.decrementAndGet();
        bytes.addAndGet(-send.message().length);
    }

    /** One that was admitted. */
    void add(PendingSend send) {
        pending.put(send.number(), send);
    }

    /** The node ends: nothing waits for Redis any more. */
    void stop() {
        for (PendingSend send : List.copyOf(pending.values())) {
            if (send.hasReply()) {
                succeed(send);
            } else if (send.isInFlight()) {
                fail(send, outcomeUnknown(send, "the node ends"));
            } else {
                fail(send, notSent(send, "the node ends", null));
            }
        }
    }

    /** What was replied to but did not come back will not come back. */
    void down() {
        List.copyOf(pending.values()).stream().filter(PendingSend::hasReply).forEach(this::succeed);
    }

    /** A message of this node came back to it, and was handed to so many channels. */
    void arrived(long number, int channels) {
        PendingSend send = pending.get(number);
        if (send != null) {
            send.arrived(channels);
            if (send.hasReply()) {
                succeed(send);
            }
        }
    }

    /** What a message that came back to this node was made of; {@code null} if that is not known any more. */
    Publication publication(long number) {
        PendingSend send = pending.get(number);
        return send == null ? null : send.publication();
    }

    EngineUnavailableException tooLate(PendingSend send) {
        Throwable trouble = link.trouble();
        return notSent(send, "Redis did not take it within " + timeoutMillis + " ms (quarkus.channel-box.redis.timeout)"
                + (trouble == null ? "" : ": " + trouble), trouble);
    }

    static EngineUnavailableException notSent(PendingSend send, String why, Throwable cause) {
        return new EngineUnavailableException("The message to " + send.publication().target() + " was not sent: " + why, cause);
    }

    private EngineUnavailableException outcomeUnknown(PendingSend send, String why) {
        Throwable trouble = link.trouble();
        return new EngineUnavailableException("It is not known whether the message to " + send.publication().target()
                + " was sent: " + why + (trouble == null ? "" : ": " + trouble), trouble, true);
    }

    /** Redis has replied, and it came back if it is to. */
    void succeed(PendingSend send) {
        finish(send);
        send.succeed();
    }

    void fail(PendingSend send, EngineUnavailableException failure) {
        finish(send);
        failures.increment();
        send.fail(failure);
    }

    private void finish(PendingSend send) {
        if (pending.remove(send.number()) != null) {
            release(send);
        }
    }

    void watchDeadlines() {
        if (!watching && !pending.isEmpty()) {
            watching = true;
            loop.after(DEADLINE_CHECK_MILLIS, () -> {
                watching = false;
                checkDeadlines();
                watchDeadlines();
            });
        }
    }

    private void checkDeadlines() {
        long now = EngineLoop.millis();
        List<PendingSend> due = new ArrayList<>();
        for (PendingSend send : pending.values()) {
            if (send.deadline() > now) {
                break;
            }
            due.add(send);
        }
        for (PendingSend send : due) {
            if (send.hasReply()) {
                succeed(send);
            } else if (!send.isInFlight()) {
                fail(send, tooLate(send));
            } else if (send.deadline() + timeoutMillis <= now) {
                fail(send, outcomeUnknown(send, "Redis did not reply within " + 2 * timeoutMillis + " ms"));
            }
        }
    }
}
