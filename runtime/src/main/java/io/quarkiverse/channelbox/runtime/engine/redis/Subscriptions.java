package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupNames;
import io.vertx.core.Future;

/**
 * The groups that have a member on this node, and the order of their messages: whatever Redis loses on the way is read from the
 * log before what comes after it is handed on, and nothing is handed on twice. Used on the engine's loop.
 */
final class Subscriptions {

    private static final Logger LOG = Logger.getLogger(Subscriptions.class);

    /** How many groups are read at once after the link was lost. */
    private static final int MAX_CATCH_UPS = 16;
    private static final int CATCH_UP_ATTEMPTS = 5;
    private static final long CATCH_UP_RETRY_MILLIS = 100;
    private static final ReplayRequest PLACE_ONLY = ReplayRequest.last(0);

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    private final LogReader reader;
    private final EngineListener listener;
    private final long timeoutMillis;
    private final Map<String, Subscription> byGroup = new HashMap<>();
    private final Map<String, Subscription> byChannel = new HashMap<>();
    private final Deque<Subscription> toCatchUp = new ArrayDeque<>();
    private int catchingUp;
    private PublishQueue queue;
    private RedisNodes nodes;

    Subscriptions(EngineLoop loop, RedisLink link, RedisKeys keys, String node, LogReader reader, EngineListener listener,
            long timeoutMillis) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.node = node;
        this.reader = reader;
        this.listener = listener;
        this.timeoutMillis = timeoutMillis;
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

    void join(String group, ReplayRequest request, CompletableFuture<LogSlice> slice) {
        Subscription subscription = byGroup.get(group);
        if (subscription == null) {
            subscription = new Subscription(group, keys.channel(group));
            byGroup.put(group, subscription);
            byChannel.put(subscription.channel(), subscription);
            link.subscribe(List.of(subscription.channel()));
        }
        if (request.last() == 0 && request.after() == null && subscription.isActive() && subscription.isPlaced()
                && !subscription.isHolding()) {
            slice.complete(new LogSlice(List.of(), subscription.epoch(), subscription.offset(), Optional.empty(),
                    OptionalLong.empty()));
            return;
        }
        Join join = new Join(request, slice);
        if (request == ReplayRequest.NONE && subscription.isActive()) {
            slice.complete(LogSlice.unknown(request));
            return;
        }
        if (link.isAway()) {
            giveUp(subscription, join);
            return;
        }
        subscription.joins().add(join);
        Subscription joined = subscription;
        long timer = loop.after(timeoutMillis, () -> giveUp(joined, join));
        slice.whenComplete((done, problem) -> loop.cancel(timer));
        if (subscription.isActive()) {
            read(subscription, request);
        }
    }

    /** The member gets what is sent from now on; it is told that it may have missed something. */
    private void giveUp(Subscription subscription, Join join) {
        subscription.joins().remove(join);
        if (join.slice().complete(LogSlice.unknown(join.request())) && join.request() != ReplayRequest.NONE) {
            if (!subscription.isBlind()) {
                LOG.warnf("The history of group '%s' was not read for a new member, which gets what is sent from now on: Redis"
                        + " cannot be used%s", GroupNames.printable(subscription.group()),
                        link.trouble() == null ? "" : ": " + link.trouble());
            }
            subscription.blind(true);
        }
    }

    void leave(String group) {
        Subscription subscription = byGroup.remove(group);
        if (subscription != null) {
            byChannel.remove(subscription.channel());
            link.unsubscribe(subscription.channel());
            List.copyOf(subscription.joins()).forEach(join -> giveUp(subscription, join));
            // Those that were sent from here and are held will not be handed on.
            subscription.release().forEach(this::arrivedNowhere);
            queue.subscribed(group);
            nodes.groupLeft(group);
        }
    }

    /** Reads for the joins that ask for that; those that come before the mark of a reading share it. */
    private void read(Subscription subscription, ReplayRequest request) {
        LogReader.Ticket going = subscription.readings().get(request);
        boolean shared = going != null && reader.isUnmarked(going);
        LogReader.Ticket ticket = shared ? going : reader.read(subscription.group(), request);
        subscription.joins().stream().filter(join -> join.ticket() == null && join.request().equals(request))
                .forEach(join -> join.ticket(ticket));
        if (shared) {
            return;
        }
        subscription.readings().put(request, ticket);
        ticket.future().onComplete(result -> {
            subscription.readings().remove(request, ticket);
            List<Join> joins = subscription.joins().stream().filter(join -> join.ticket() == ticket).toList();
            if (result.succeeded()) {
                subscription.joins().removeAll(joins);
                placed(subscription, result.result());
                joins.forEach(join -> join.slice().complete(result.result().slice()));
            } else {
                LOG.debug("A log was not read", result.cause());
                joins.forEach(join -> join.ticket(null));
                loop.after(CATCH_UP_RETRY_MILLIS, () -> readAgain(subscription, request));
            }
        });
    }

    private void readAgain(Subscription subscription, ReplayRequest request) {
        if (isCurrent(subscription) && subscription.isActive() && (!subscription.isPlaced() || subscription.joins().stream()
                .anyMatch(join -> join.ticket() == null && join.request().equals(request)))) {
            read(subscription, request);
        }
    }

    private void placed(Subscription subscription, LogReader.Reading reading) {
        if (!subscription.isPlaced()) {
            subscription.place(reading.log().epoch(), reading.lastOffset());
        }
        if (subscription.isBlind()) {
            subscription.blind(false);
            listener.onGap(subscription.group(), OptionalLong.empty());
        }
    }

    private boolean isCurrent(Subscription subscription) {
        return byGroup.get(subscription.group()) == subscription;
    }

    // ---- the link ----

    void up() {
        link.subscribe(byChannel.keySet());
    }

    void down() {
        toCatchUp.clear();
        catchingUp = 0;
        for (Subscription subscription : byGroup.values()) {
            subscription.active(false);
            subscription.readings().clear();
            subscription.release().forEach(this::arrivedNowhere);
        }
    }

    void subscribed(String channel) {
        Subscription subscription = byChannel.get(channel);
        if (subscription == null || subscription.isActive()) {
            return;
        }
        subscription.active(true);
        List<Join> satisfied = subscription.joins().stream().filter(join -> join.request() == ReplayRequest.NONE).toList();
        if (subscription.isPlaced()) {
            catchUp(subscription);
        } else if (subscription.joins().isEmpty()) {
            read(subscription, PLACE_ONLY);
        }
        subscription.joins().removeAll(satisfied);
        satisfied.forEach(join -> join.slice().complete(LogSlice.unknown(join.request())));
        subscription.joins().stream().map(Join::request).distinct().toList().forEach(r -> read(subscription, r));
        queue.subscribed(subscription.group());
        nodes.groupActive(subscription.group());
    }

    // ---- logs in which nothing is ----

    /** The numbering of a group does not end while a node has members of it, though nothing is stored for long. */
    void keepLogs() {
        keepNext(new ArrayDeque<>(byGroup.values()));
    }

    private void keepNext(Deque<Subscription> left) {
        Subscription next = left.poll();
        if (next != null) {
            Future<?> kept = isCurrent(next) && next.isActive()
                    ? reader.read(next.group(), PLACE_ONLY).future()
                    : Future.succeededFuture();
            kept.onComplete(done -> loop.executeLater(() -> keepNext(left)));
        }
    }

    // ---- messages ----

    void received(Subscription subscription, PublishedMessage message) {
        if (!subscription.isActive()) {
            arrivedNowhere(message);
        } else if (subscription.isHolding()) {
            subscription.hold(message);
        } else if (!subscription.isPlaced() || message.epoch().equals("-")) {
            deliver(subscription, message);
        } else if (!message.epoch().equals(subscription.epoch())
                || message.offset() > subscription.offset() + (message.stored() ? 1 : 0)) {
            catchUp(subscription);
            subscription.hold(message);
        } else if (message.stored() && message.offset() <= subscription.offset()) {
            arrivedNowhere(message);
        } else {
            deliver(subscription, message);
        }
    }

    private void deliver(Subscription subscription, PublishedMessage message) {
        if (message.stored()) {
            subscription.place(message.epoch(), message.offset());
        }
        boolean own = message.node().equals(node);
        Publication publication = own ? queue.publication(message.number()) : null;
        if (publication == null) {
            MessageCodec.Message decoded = decode(subscription, message);
            if (decoded == null) {
                arrivedNowhere(message);
                return;
            }
            publication = new Publication(new Target(Target.Kind.GROUP, List.of(subscription.group())), decoded.payload(),
                    decoded.options(), null, message.stored());
        }
        int channels = listener.onMessage(new Delivery(publication, message.offset(), message.id()));
        if (own) {
            queue.arrived(message.number(), channels);
        }
    }

    /** {@code null} for a message that this version cannot read. */
    private static MessageCodec.Message decode(Subscription subscription, PublishedMessage message) {
        try {
            return message.message();
        } catch (RuntimeException e) {
            LOG.warnf("A message to group '%s' is left out: %s", GroupNames.printable(subscription.group()), e);
            return null;
        }
    }

    private void arrivedNowhere(PublishedMessage message) {
        if (message.node().equals(node)) {
            queue.arrived(message.number(), 0);
        }
    }

    // ---- what was missed ----

    private void catchUp(Subscription subscription) {
        subscription.hold();
        toCatchUp.add(subscription);
        catchUpNext();
    }

    private void catchUpNext() {
        while (catchingUp < MAX_CATCH_UPS && !toCatchUp.isEmpty()) {
            Subscription subscription = toCatchUp.poll();
            if (isCurrent(subscription) && subscription.isHolding()) {
                catchingUp++;
                catchUp(subscription, CATCH_UP_ATTEMPTS);
            }
        }
    }

    private void catchUp(Subscription subscription, int attempts) {
        int connection = link.generation();
        ReplayRequest request = new ReplayRequest(Integer.MAX_VALUE, subscription.epoch() + ':' + subscription.offset(),
                Integer.MAX_VALUE);
        reader.read(subscription.group(), request, subscription::mark).future().onComplete(result -> {
            if (connection != link.generation()) {
                return;
            }
            if (result.failed() && attempts > 1 && isCurrent(subscription)) {
                LOG.debugf(result.cause(), "A log was not read");
                loop.after(CATCH_UP_RETRY_MILLIS, () -> {
                    if (connection == link.generation()) {
                        catchUp(subscription, attempts - 1);
                    }
                });
                return;
            }
            catchingUp--;
            if (isCurrent(subscription)) {
                if (result.succeeded()) {
                    caughtUp(subscription, result.result());
                } else {
                    LOG.warnf("What was missed of group '%s' could not be read: %s",
                            GroupNames.printable(subscription.group()), result.cause());
                    resume(subscription);
                }
            }
            catchUpNext();
        });
    }

    /** What was missed comes first, and messages that were not stored in their places between them. */
    private void caughtUp(Subscription subscription, LogReader.Reading reading) {
        long last = reading.log().commonWith(subscription.epoch(), subscription.offset());
        List<StoredLog.Entry> missed = reading.entries().stream().filter(entry -> entry.message().offset() > last).toList();
        if (!reading.slice().recovered().orElse(false)) {
            listener.onGap(subscription.group(), reading.slice().missed());
        }
        // Who has come since the link was lost gets all that was sent since then.
        subscription.blind(false);
        int beforeMark = subscription.heldBeforeMark();
        Deque<PublishedMessage> held = subscription.release();
        held = withoutForgotten(subscription, held, beforeMark, reading.log());
        subscription.place(reading.log().epoch(), reading.lastOffset());
        for (StoredLog.Entry entry : missed) {
            while (!held.isEmpty() && held.peek().offset() < entry.message().offset()) {
                deliverHeld(subscription, held.poll(), reading.lastOffset());
            }
            deliver(subscription, entry);
        }
        while (!held.isEmpty() && !subscription.isHolding()) {
            PublishedMessage next = held.poll();
            if (next.offset() <= reading.lastOffset()) {
                deliverHeld(subscription, next, reading.lastOffset());
            } else {
                received(subscription, next);
            }
        }
        held.forEach(subscription::hold);
    }

    /**
     * Hands on what was published before the log was read, and is of a log that has been forgotten since.
     *
     * @return the others
     */
    private Deque<PublishedMessage> withoutForgotten(Subscription subscription, Deque<PublishedMessage> held, int beforeMark,
            StoredLog log) {
        Deque<PublishedMessage> others = new ArrayDeque<>();
        int index = 0;
        for (PublishedMessage message : held) {
            if (index++ < beforeMark && log.commonWith(message.epoch(), message.offset()) < message.offset()) {
                deliver(subscription, message);
            } else {
                others.add(message);
            }
        }
        return others;
    }

    /** A message that came before the log was read: if it was stored, it is in there. */
    private void deliverHeld(Subscription subscription, PublishedMessage message, long lastOffset) {
        if (message.stored() && message.offset() <= lastOffset) {
            arrivedNowhere(message);
        } else {
            deliver(subscription, message);
        }
    }

    private void deliver(Subscription subscription, StoredLog.Entry entry) {
        StoredMessage message = entry.message();
        listener.onMessage(new Delivery(new Publication(new Target(Target.Kind.GROUP, List.of(subscription.group())),
                message.payload(), entry.options(), null, true), message.offset(), message.id()));
    }

    /** Nobody knows what is missing: it goes on with what is there. */
    private void resume(Subscription subscription) {
        subscription.blind(false);
        listener.onGap(subscription.group(), OptionalLong.empty());
        for (PublishedMessage message : subscription.release()) {
            deliver(subscription, message);
        }
    }
}
