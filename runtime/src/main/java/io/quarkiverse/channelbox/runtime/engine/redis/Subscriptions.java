package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.vertx.core.Future;

/** The groups that have a member on this node, which gets their messages. Used on the engine's loop. */
final class Subscriptions {

    private static final int KEPT_AT_ONCE = 16;

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final LogReader reader;
    private final Joins joins;
    private final MessageOrder order;
    private final Map<String, Subscription> byGroup = new HashMap<>();
    private final Map<String, Subscription> byChannel = new HashMap<>();
    private PublishQueue queue;
    private RedisNodes nodes;

    Subscriptions(EngineLoop loop, RedisLink link, RedisKeys keys, LogReader reader, Joins joins, MessageOrder order) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.reader = reader;
        this.joins = joins;
        this.order = order;
    }

    /** Called once, before anything else. */
    void connect(PublishQueue publishQueue, RedisNodes redisNodes) {
        queue = publishQueue;
        nodes = redisNodes;
    }

    /** By which this node gets the messages of a group; {@code null} if it does not. */
    Subscription active(String group) {
        Subscription subscription = byGroup.get(group);
        return subscription != null && subscription.isActive() ? subscription : null;
    }

    boolean isPending(String group) {
        Subscription subscription = byGroup.get(group);
        return subscription != null && !subscription.isActive();
    }

    /** The group that a channel belongs to; {@code null} for one that is not subscribed to. */
    Subscription ofChannel(String channel) {
        return byChannel.get(channel);
    }

    // ---- joins and leaves ----

    void join(String group, ReplayRequest request, CompletableFuture<LogStart> start) {
        Subscription subscription = byGroup.get(group);
        if (subscription == null) {
            subscription = new Subscription(group, keys.channel(group));
            byGroup.put(group, subscription);
            byChannel.put(subscription.channel(), subscription);
            link.subscribe(List.of(subscription.channel()));
        }
        joins.join(subscription, request, start);
    }

    void leave(String group) {
        Subscription subscription = byGroup.remove(group);
        if (subscription != null) {
            byChannel.remove(subscription.channel());
            link.unsubscribe(subscription.channel());
            subscription.end();
            joins.left(subscription);
            order.end(subscription);
            queue.subscribed(group);
            nodes.groupLeft(group);
        }
    }

    // ---- the link ----

    void up() {
        link.subscribe(byChannel.keySet());
    }

    void down() {
        order.down();
        for (Subscription subscription : byGroup.values()) {
            subscription.active(false);
            joins.down(subscription);
            order.end(subscription);
        }
    }

    void subscribed(String channel) {
        Subscription subscription = byChannel.get(channel);
        if (subscription == null || subscription.isActive()) {
            return;
        }
        subscription.active(true);
        if (subscription.isPlaced()) {
            order.catchUp(subscription);
        }
        joins.active(subscription);
        queue.subscribed(subscription.group());
        nodes.groupActive(subscription.group());
    }

    // ---- logs in which nothing is ----

    /** The numbering of a group does not end while a node has members of it, though nothing is stored for long. */
    void keepLogs() {
        keepNext(new ArrayDeque<>(byGroup.values()), group -> reader.read(group, 0).future());
    }

    /** That of groups in which nothing was ever stored ends sooner. */
    void keepEmptyLogs() {
        Deque<Subscription> empty = new ArrayDeque<>();
        for (Subscription each : byGroup.values()) {
            if (each.isPlaced() && each.position().offset() == 0) {
                empty.add(each);
            }
        }
        for (int i = 0; i < KEPT_AT_ONCE && !empty.isEmpty(); i++) {
            keepNext(empty, reader::keepEmpty);
        }
    }

    private void keepNext(Deque<Subscription> left, Function<String, Future<?>> keep) {
        Subscription next = left.poll();
        if (next != null) {
            Future<?> kept = !next.hasEnded() && next.isActive() ? keep.apply(next.group()) : Future.succeededFuture();
            kept.onComplete(done -> loop.executeLater(() -> keepNext(left, keep)));
        }
    }
}
