package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.Deque;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/**
 * The messages of all groups that wait until those before them are read from the log. They are bounded: what there is no room
 * for is left out, and then read from the log, too, if it is stored, or else told as a gap. Used on the engine's loop.
 */
final class HeldMessages {

    static final long MAX_BYTES = 16 << 20;

    /** What a message costs besides its bytes. */
    private static final int MESSAGE_BYTES = 200;

    private final SeldomLog full = new SeldomLog(Logger.getLogger(HeldMessages.class), Logger.Level.WARN);
    private final long max;
    private long bytes;

    HeldMessages(long max) {
        this.max = max;
    }

    /** Returns whether there was room for it. */
    boolean add(Subscription subscription, PublishedMessage message) {
        if (bytes + cost(message) > max) {
            full.log(() -> "What others send to group '" + Printable.of(subscription.group())
                    + "' comes faster than what was missed of it is read: messages are read again, or left out");
            subscription.leaveOut(message);
            return false;
        }
        bytes += cost(message);
        subscription.hold(message);
        return true;
    }

    /** Those of a group; none of it are held from now on. */
    Deque<PublishedMessage> release(Subscription subscription) {
        Deque<PublishedMessage> its = subscription.release();
        its.forEach(each -> bytes -= cost(each));
        return its;
    }

    private static long cost(PublishedMessage message) {
        return message.bytes().length + MESSAGE_BYTES;
    }
}
