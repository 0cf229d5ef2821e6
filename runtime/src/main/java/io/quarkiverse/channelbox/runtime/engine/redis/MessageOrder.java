package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;

/**
 * The order of the messages of the groups that have a member on this node: whatever Redis loses on the way is read from the log
 * before what comes after it is handed on, and nothing is handed on twice. Used on the engine's loop.
 */
final class MessageOrder {

    private final String node;
    private final RedisLink link;
    private final HeldMessages held;
    private final Joins joins;
    private final EngineListener listener;
    private final CatchUps catchUps;
    private PublishQueue queue;

    MessageOrder(EngineLoop loop, RedisLink link, String node, CatchUps.Reader reader, Joins joins, EngineListener listener,
            HeldMessages held) {
        this.node = node;
        this.link = link;
        this.held = held;
        this.joins = joins;
        this.listener = listener;
        this.catchUps = new CatchUps(loop, link, reader, this);
    }

    /** Called once, before anything else. */
    void connect(PublishQueue publishQueue) {
        queue = publishQueue;
    }

    /** The link is lost, and with it what comes through it. */
    void down() {
        catchUps.down();
    }

    /** A subscription has ended, or is no more for a while: what is held of it will not be handed on. */
    void end(Subscription subscription) {
        held.release(subscription).forEach(this::arrivedNowhere);
        subscription.takeLeftOut();
    }

    // ---- messages ----

    void received(Subscription subscription, PublishedMessage message) {
        if (!subscription.isActive()) {
            arrivedNowhere(message);
        } else if (subscription.isHolding()) {
            hold(subscription, message);
        } else if (!subscription.isPlaced() || message.epoch().equals("-")) {
            deliver(subscription, message);
        } else if (!message.epoch().equals(subscription.position().epoch())
                || message.offset() > subscription.position().offset() + (message.stored() ? 1 : 0)) {
            catchUp(subscription);
            hold(subscription, message);
        } else if (message.stored() && message.offset() <= subscription.position().offset()) {
            arrivedNowhere(message);
        } else {
            deliver(subscription, message);
        }
    }

    private void hold(Subscription subscription, PublishedMessage message) {
        if (!held.add(subscription, message)) {
            arrivedNowhere(message);
        }
    }

    private void deliver(Subscription subscription, PublishedMessage message) {
        if (message.stored()) {
            subscription.place(message.position());
        }
        boolean own = message.node().equals(node);
        Publication publication = own ? queue.publication(message.number()) : null;
        if (publication == null) {
            Optional<MessageCodec.Message> decoded = message
                    .message(() -> "group '" + Printable.of(subscription.group()) + "'", link.unreadable());
            if (decoded.isEmpty()) {
                arrivedNowhere(message);
                return;
            }
            publication = new Publication(new Target(Target.Kind.GROUP, List.of(subscription.group())),
                    decoded.get().payload(), decoded.get().options(), null, message.stored());
        }
        int channels = listener.onMessage(new Delivery(publication, placeOf(subscription, message)));
        if (own) {
            queue.arrived(message.number(), channels);
        }
    }

    /** A group has a place in its log although the server has forgotten it, or was too full to begin it. */
    private static LogPosition placeOf(Subscription subscription, PublishedMessage message) {
        return message.epoch().equals("-") && subscription.isPlaced() ? subscription.position() : message.position();
    }

    private void arrivedNowhere(PublishedMessage message) {
        if (message.node().equals(node)) {
            queue.arrived(message.number(), 0);
        }
    }

    // ---- what was missed ----

    /** Reads what was missed before anything else of the group is handed on. */
    void catchUp(Subscription subscription) {
        subscription.hold();
        catchUps.add(subscription);
    }

    /** What was missed comes first, and messages that were not stored in their places between them. */
    void caughtUp(Subscription subscription, LogReader.Reading reading) {
        StoredLog log = reading.extent().log();
        LogPosition end = reading.extent().end();
        long common = subscription.commonWith(log);
        tellOfGap(subscription, reading);
        // Who has come since the link was lost gets all that was sent since then.
        subscription.blind(false);
        int beforeMark = subscription.heldBeforeMark();
        OptionalLong leftOut = subscription.takeLeftOut();
        Deque<PublishedMessage> waiting = withoutForgotten(subscription, held.release(subscription), beforeMark, log);
        subscription.place(reading.extent());
        for (StoredLog.Entry entry : reading.entries()) {
            if (entry.message().offset() <= common) {
                continue;
            }
            while (!waiting.isEmpty() && waiting.peek().offset() < entry.message().offset()) {
                deliverHeld(subscription, waiting.poll(), end.offset());
            }
            deliver(subscription, entry);
        }
        while (!waiting.isEmpty() && !subscription.isHolding()) {
            PublishedMessage next = waiting.poll();
            if (next.offset() <= end.offset()) {
                deliverHeld(subscription, next, end.offset());
            } else {
                received(subscription, next);
            }
        }
        waiting.forEach(each -> hold(subscription, each));
        joins.finish(subscription);
        leftOut.ifPresent(unstored -> readOn(subscription, unstored));
    }

    /** There was no room for some messages: those that are stored are read, too. */
    private void readOn(Subscription subscription, long unstored) {
        if (unstored > 0) {
            listener.onGap(subscription.group(), OptionalLong.of(unstored));
        }
        if (!subscription.isHolding()) {
            catchUp(subscription);
        }
    }

    private void tellOfGap(Subscription subscription, LogReader.Reading reading) {
        LogPosition place = subscription.position();
        long last = reading.extent().log().commonWith(place);
        if (last < 0 || last > reading.extent().lastOffset()) {
            listener.onGap(subscription.group(), OptionalLong.empty());
            return;
        }
        long missing = reading.extent().lastOffset() - last - reading.found();
        if (missing > 0 || last < place.offset()) {
            listener.onGap(subscription.group(), missing > 0 ? OptionalLong.of(missing) : OptionalLong.empty());
        }
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
            if (index++ < beforeMark && log.commonWith(message.position()) < message.offset()) {
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
                message.payload(), entry.options(), null, true), message.position()));
    }

    /** Nobody knows what is missing: it goes on with what is there. */
    void resume(Subscription subscription) {
        subscription.blind(false);
        listener.onGap(subscription.group(), OptionalLong.empty());
        OptionalLong leftOut = subscription.takeLeftOut();
        for (PublishedMessage message : held.release(subscription)) {
            deliver(subscription, message);
        }
        joins.finish(subscription);
        leftOut.ifPresent(unstored -> readOn(subscription, unstored));
    }
}
