package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.engine.redis.GroupPipe.Batch;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;

/**
 * The calls of the script that publishes: messages of a group that come while others of it are on their way share one, and
 * calls for different groups share the connection. Used on the engine's loop.
 */
final class GroupPipes {

    private static final Logger LOG = Logger.getLogger(GroupPipes.class);

    /** More calls on their way would only wait in Redis. */
    static final int MAX_CALLS = 256;
    private static final long RETRY_MILLIS = 50;
    private static final String[] TEMPORARY = { "LOADING", "BUSY", "MASTERDOWN", "ASK", "TRYAGAIN" };
    /** Of the pipe that those to unions and users share. */
    static final Target BROADCAST = new Target(Target.Kind.UNION, List.of());

    private final EngineLoop loop;
    private final RedisLink link;
    private final PublishCall call;
    private final Subscriptions subscriptions;
    private final HistoryIndex index;
    private final PendingSends pending;

    private final Map<Target, GroupPipe> pipes = new HashMap<>();
    /** Those that wait until there are fewer calls on their way. */
    private final Set<GroupPipe> ready = new LinkedHashSet<>();
    /** Those that something was added to, until that is on its way. */
    private final Set<GroupPipe> changed = new LinkedHashSet<>();
    private int calls;
    private long batches;

    GroupPipes(EngineLoop loop, RedisLink link, PublishCall call, Subscriptions subscriptions, HistoryIndex index,
            PendingSends pending) {
        this.loop = loop;
        this.link = link;
        this.call = call;
        this.subscriptions = subscriptions;
        this.index = index;
        this.pending = pending;
    }

    /** It is on its way with the next {@link #flushChanged}. */
    void add(PendingSend send) {
        Target target = send.publication().target();
        GroupPipe pipe = pipes.computeIfAbsent(target.kind() == Target.Kind.GROUP ? target : BROADCAST, GroupPipe::new);
        pipe.add(send);
        changed.add(pipe);
    }

    void flushChanged() {
        List<GroupPipe> all = List.copyOf(changed);
        changed.clear();
        all.forEach(this::flush);
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
        link.run(Script.PUBLISH, call.keys(pipe.target()), call.arguments(pipe.target(), batch)).onComplete(result -> {
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
                replied(pipe, batch.sends().get(i), reply, comesBack);
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

    private void replied(GroupPipe pipe, PendingSend send, String reply, boolean comesBack) {
        if (send.isDone()) {
            return;
        }
        String[] parts = reply.split(" ", 3);
        switch (parts[0]) {
            case "S", "-" -> {
                send.replied(parts[0].equals("S") ? Receipt.stored(parts[1] + ':' + parts[2], 0) : Receipt.notStored(0));
                if (send.hasArrived() || !comesBack) {
                    pending.succeed(send);
                }
            }
            case "R" -> {
                send.replied(parts[1].equals("-") ? Receipt.notStored(0) : Receipt.stored(parts[1], 0));
                pending.succeed(send);
            }
            default -> refused(pipe, send, reply.substring(2), null);
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
            long now = EngineLoop.millis();
            batch.sends().stream().filter(send -> !send.isDone() && send.deadline() <= now + PublishCall.MARGIN_MILLIS)
                    .forEach(send -> pending.fail(send, pending.tooLate(send)));
            pipe.dissolve();
            loop.after(RETRY_MILLIS, () -> flush(pipe));
        } else {
            pipe.arrived();
            LOG.debug("Redis refused a batch", problem);
            batch.sends().stream().filter(send -> !send.isDone())
                    .forEach(send -> refused(pipe, send, problem.getMessage(), problem));
            flush(pipe);
        }
    }

    private void refused(GroupPipe pipe, PendingSend send, String error, Throwable problem) {
        link.writes().failed(call.meta(pipe.target()), error);
        String reason = RefusedWrites.reason(error);
        pending.fail(send, PendingSends.notSent(send,
                reason != null ? "Redis refuses to be written to: " + reason : "Redis refused it: " + error, problem));
    }
}
