package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.engine.redis.GroupPipe.Batch;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;

/**
 * What this node sends. Messages of a group that come while others of it are on their way share one call of the script, and
 * calls for different groups share the connection. A send waits for Redis until its deadline, which the script knows, too: what
 * arrives there later is refused.
 */
final class PublishQueue {

    private static final Logger LOG = Logger.getLogger(PublishQueue.class);

    /** How much may wait for Redis in all. */
    private static final int MAX_PENDING = 10_000;
    private static final long MAX_PENDING_BYTES = 64L << 20;
    /** More calls on their way would only wait in Redis. */
    static final int MAX_CALLS = 256;
    private static final long RETRY_MILLIS = 50;
    private static final long DEADLINE_CHECK_MILLIS = 50;
    private static final String[] TEMPORARY = { "LOADING", "BUSY", "MASTERDOWN", "ASK", "TRYAGAIN" };
    /** Of the pipe that those to unions and users share. */
    static final Target BROADCAST = new Target(Target.Kind.UNION, List.of());

    private final EngineLoop loop;
    private final RedisLink link;
    private final PublishCall call;
    private final Subscriptions subscriptions;
    private final HistoryIndex index;
    private final TimeSource time;
    private final long timeoutMillis;

    /** What was asked for on any thread, in that order: sends, and the joins and leaves between them. */
    private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger pendingCount = new AtomicInteger();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final LongAdder failures = new LongAdder();

    private final Map<Target, GroupPipe> pipes = new HashMap<>();
    /** By number, in the order of the sends. */
    private final Map<Long, PendingSend> pending = new LinkedHashMap<>();
    /** Those that wait until there are fewer calls on their way. */
    private final Set<GroupPipe> ready = new LinkedHashSet<>();
    /** Those that something was added to, until that is on its way. */
    private final Set<GroupPipe> changed = new LinkedHashSet<>();
    private int calls;
    private long batches;
    private boolean watching;
    private boolean ended;

    PublishQueue(EngineLoop loop, RedisLink link, RedisKeys keys, String node, Subscriptions subscriptions, HistoryIndex index,
            TimeSource time, long timeoutMillis) {
        this.loop = loop;
        this.link = link;
        this.call = new PublishCall(link, keys, node, time);
        this.subscriptions = subscriptions;
        this.index = index;
        this.time = time;
        this.timeoutMillis = timeoutMillis;
    }

    /** Any thread. */
    PendingSend submit(Publication publication) {
        PendingSend send = new PendingSend(numbers.incrementAndGet(), publication,
                MessageCodec.encode(publication, time.now()), millis() + timeoutMillis);
        if (link.isAway()) {
            return reject(send, "Redis cannot be used: " + link.trouble(), link.trouble());
        }
        int count = pendingCount.incrementAndGet();
        long bytes = pendingBytes.addAndGet(send.message().length);
        if (count > MAX_PENDING || bytes > MAX_PENDING_BYTES && count > 1) {
            release(send);
            return reject(send, (count - 1) + " messages are waiting for Redis already", null);
        }
        inOrder(() -> accept(send));
        return send;
    }

    /** Executes a task on the loop, after what was sent before the call and before what is sent after it. Any thread. */
    void inOrder(Runnable task) {
        submitted.add(task);
        if (draining.compareAndSet(false, true)) {
            loop.executeLater(this::drain);
        }
    }

    private PendingSend reject(PendingSend send, String why, Throwable cause) {
        failures.increment();
        send.receipt().completeExceptionally(notSent(send, why, cause));
        return send;
    }

    /** How many messages wait. Any thread. */
    int size() {
        return pendingCount.get();
    }

    /** How many sends failed. Any thread. */
    long failures() {
        return failures.sum();
    }

    private void release(PendingSend send) {
        pendingCount.decrementAndGet();
        pendingBytes.addAndGet(-send.message().length);
    }

    private void drain() {
        draining.set(false);
        for (Runnable task = submitted.poll(); task != null; task = submitted.poll()) {
            loop.execute(task);
        }
        List<GroupPipe> all = List.copyOf(changed);
        changed.clear();
        all.forEach(this::flush);
        watchDeadlines();
    }

    private void accept(PendingSend send) {
        pending.put(send.number(), send);
        if (ended) {
            fail(send, notSent(send, "Redis cannot be used: " + link.trouble(), link.trouble()));
            return;
        }
        Target target = send.publication().target();
        GroupPipe pipe = pipes.computeIfAbsent(target.kind() == Target.Kind.GROUP ? target : BROADCAST, GroupPipe::new);
        pipe.add(send);
        changed.add(pipe);
    }

    /** The node ends: nothing waits for Redis any more. */
    void stop() {
        ended = true;
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

    /** The group's subscription has begun: what waited for that is published. */
    void subscribed(String group) {
        GroupPipe pipe = pipes.get(new Target(Target.Kind.GROUP, List.of(group)));
        if (pipe != null) {
            flush(pipe);
        }
    }

    void up() {
        List.copyOf(pipes.values()).forEach(this::flush);
    }

    void down() {
        calls = 0;
        ready.clear();
        // What was replied to but did not come back will not come back.
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

    private void flush(GroupPipe pipe) {
        if (pipe.isOnItsWay() || !link.isUp() || isBeingSubscribed(pipe)) {
            return;
        }
        if (calls >= MAX_CALLS) {
            ready.add(pipe);
            return;
        }
        Batch batch = pipe.depart(++batches);
        if (batch == null) {
            pipes.remove(pipe.target());
            return;
        }
        batch.subscription(subscription(pipe));
        calls++;
        int connection = link.generation();
        link.run(Script.PUBLISH, call.keys(pipe.target(), batch), call.arguments(pipe.target(), batch)).onComplete(result -> {
            if (connection != link.generation()) {
                pipe.comeBack();
                flush(pipe);
                return;
            }
            calls--;
            if (result.succeeded()) {
                replied(pipe, batch, connection, result.result());
            } else {
                refused(pipe, batch, connection, result.cause());
            }
            flushReady();
        });
    }

    private void flushReady() {
        while (!ready.isEmpty() && calls < MAX_CALLS && link.isUp()) {
            Iterator<GroupPipe> first = ready.iterator();
            GroupPipe pipe = first.next();
            first.remove();
            flush(pipe);
        }
    }

    /** A member that has joined before a message was sent on this node gets it. */
    private boolean isBeingSubscribed(GroupPipe pipe) {
        return pipe.target() != BROADCAST && subscriptions.isPending(pipe.target().name());
    }

    private Object subscription(GroupPipe pipe) {
        return pipe.target() == BROADCAST ? BROADCAST : subscriptions.active(pipe.target().name());
    }

    private void replied(GroupPipe pipe, Batch batch, int connection, Response replies) {
        // What an earlier attempt has published came while this node was not subscribed: it reads that from the log.
        boolean comesBack = batch.subscription() != null && batch.subscription() == subscription(pipe)
                && replies.size() == batch.sends().size() + 1;
        boolean isReplica = false;
        for (int i = 0; i < batch.sends().size(); i++) {
            String reply = replies.get(i).toString();
            if (reply.equals("L")) {
                isReplica = true;
            } else {
                replied(batch.sends().get(i), reply, comesBack);
            }
        }
        String score = replies.get(batch.sends().size()).toString();
        if (!score.isEmpty()) {
            index.add(pipe.target().name(), score);
        }
        if (isReplica) {
            pipe.dissolve();
            link.abandon(connection, new IllegalStateException("The server has become a replica"));
        } else {
            pipe.arrived();
            flush(pipe);
        }
    }

    private void replied(PendingSend send, String reply, boolean comesBack) {
        if (send.isDone()) {
            return;
        }
        String[] parts = reply.split(" ", 3);
        switch (parts[0]) {
            case "S", "-" -> {
                send.replied(parts[0].equals("S") ? Receipt.stored(parts[1] + ':' + parts[2], 0) : Receipt.notStored(0));
                if (send.hasArrived() || !comesBack) {
                    succeed(send);
                }
            }
            case "R" -> {
                send.replied(parts[1].equals("-") ? Receipt.notStored(0) : Receipt.stored(parts[1], 0));
                succeed(send);
            }
            default -> fail(send, notSent(send, "Redis refused it: " + reply.substring(2), null));
        }
    }

    private void refused(GroupPipe pipe, Batch batch, int connection, Throwable problem) {
        if (!(problem instanceof ErrorType) || RedisLink.isOf(problem, "CONNECTION_CLOSED")
                || ServerLink.isMoved(problem)) {
            // The connection is about to be found to be lost, or leads to a server that does not have the group.
            pipe.comeBack();
            link.abandon(connection, problem);
        } else if (RedisLink.isOf(problem, TEMPORARY)) {
            pipe.comeBack();
            loop.after(RETRY_MILLIS, () -> flush(pipe));
        } else if (RedisLink.isOf(problem, "LATE")) {
            long now = millis();
            batch.sends().stream().filter(send -> !send.isDone() && send.deadline() <= now + PublishCall.MARGIN_MILLIS)
                    .forEach(send -> fail(send, tooLate(send)));
            pipe.dissolve();
            loop.after(RETRY_MILLIS, () -> flush(pipe));
        } else {
            pipe.arrived();
            LOG.debug("Redis refused a batch", problem);
            batch.sends().stream().filter(send -> !send.isDone())
                    .forEach(send -> fail(send, notSent(send, "Redis refused it: " + problem.getMessage(), problem)));
            flush(pipe);
        }
    }

    private EngineUnavailableException tooLate(PendingSend send) {
        Throwable trouble = link.trouble();
        return notSent(send, "Redis did not take it within " + timeoutMillis + " ms (quarkus.channel-box.redis.timeout)"
                + (trouble == null ? "" : ": " + trouble), trouble);
    }

    private static EngineUnavailableException notSent(PendingSend send, String why, Throwable cause) {
        return new EngineUnavailableException("The message to " + send.publication().target() + " was not sent: " + why, cause);
    }

    private EngineUnavailableException outcomeUnknown(PendingSend send, String why) {
        Throwable trouble = link.trouble();
        return new EngineUnavailableException("It is not known whether the message to " + send.publication().target()
                + " was sent: " + why + (trouble == null ? "" : ": " + trouble), trouble, true);
    }

    private void succeed(PendingSend send) {
        finish(send);
        send.succeed();
    }

    private void fail(PendingSend send, EngineUnavailableException failure) {
        finish(send);
        failures.increment();
        send.fail(failure);
    }

    private void finish(PendingSend send) {
        if (pending.remove(send.number()) != null) {
            release(send);
        }
    }

    private void watchDeadlines() {
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
        long now = millis();
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

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }
}
