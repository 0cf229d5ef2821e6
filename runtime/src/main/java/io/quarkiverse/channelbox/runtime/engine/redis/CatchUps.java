package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/** Reads what this node missed, of some groups at a time. Used on the engine's loop. */
final class CatchUps {

    private static final Logger LOG = Logger.getLogger(CatchUps.class);

    /** How many groups are read at once after the link was lost. */
    private static final int MAX_READINGS = 16;
    private static final int ATTEMPTS = 5;
    private static final long RETRY_MILLIS = 100;

    /** What reads all messages of a group after one, see {@link LogReader#readOn}. */
    interface Reader {

        LogReader.Ticket readOn(String group, LogPosition after, Runnable onMark);
    }

    private final EngineLoop loop;
    private final RedisLink link;
    private final Reader reader;
    private final MessageOrder order;
    private final SeldomLog unread = new SeldomLog(LOG, Logger.Level.WARN);
    private final Deque<Subscription> waiting = new ArrayDeque<>();
    private int open;

    CatchUps(EngineLoop loop, RedisLink link, Reader reader, MessageOrder order) {
        this.loop = loop;
        this.link = link;
        this.reader = reader;
        this.order = order;
    }

    /**
     * @param subscription of which the messages are held, until the order of messages is told what was read, or that nothing
     *        was
     */
    void add(Subscription subscription) {
        waiting.add(subscription);
        readNext();
    }

    /** The link is lost: what is missed is asked for again when the groups are subscribed to again. */
    void down() {
        waiting.clear();
        open = 0;
    }

    private void readNext() {
        while (open < MAX_READINGS && !waiting.isEmpty()) {
            Subscription subscription = waiting.poll();
            if (!subscription.hasEnded() && subscription.isHolding()) {
                open++;
                read(subscription, ATTEMPTS);
            }
        }
    }

    private void read(Subscription subscription, int attempts) {
        int connection = link.generation();
        reader.readOn(subscription.group(), subscription.position(), subscription::mark).future().onComplete(result -> {
            if (connection != link.generation()) {
                return;
            }
            if (result.failed() && attempts > 1 && !subscription.hasEnded()) {
                LOG.debugf(result.cause(), "A log was not read");
                loop.after(RETRY_MILLIS, () -> {
                    if (connection == link.generation()) {
                        read(subscription, attempts - 1);
                    }
                });
                return;
            }
            open--;
            if (!subscription.hasEnded()) {
                if (result.succeeded()) {
                    order.caughtUp(subscription, result.result());
                } else {
                    unread.log(() -> "What was missed of group '" + Printable.of(subscription.group())
                            + "' could not be read: " + result.cause());
                    order.resume(subscription);
                }
            }
            readNext();
        });
    }
}
