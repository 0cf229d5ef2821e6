package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;

/**
 * Reads logs for new members, and for this node when it was cut off. The script that reads publishes a mark on the channel of
 * this node: it comes between the messages that this node is subscribed to, and so tells which of them are in what was read.
 * Used on the engine's loop.
 */
final class LogReader {

    /**
     * What was read.
     *
     * @param entries those that a node asked for that was cut off
     * @param found how many there were, also of those that this version cannot read
     */
    record Reading(LogExtent extent, List<StoredLog.Entry> entries, int found) {
    }

    private static final class Open {
        private final Promise<Reading> promise = Promise.promise();
        private Reading reading;
        private boolean marked;
        private Runnable onMark = () -> {
        };

        private void completeIfWhole() {
            if (marked && reading != null) {
                promise.tryComplete(reading);
            }
        }
    }

    /** A reading that is going on. */
    record Ticket(long number, Future<Reading> future) {
    }

    /** What a mark begins with. */
    static final byte MARK = 'r';
    /** Where in the reply they begin. */
    private static final int ENTRIES = 4;

    private final RedisLink link;
    private final RedisKeys keys;
    private final Map<Long, Open> open = new HashMap<>();
    private long marks;
    private final long emptyGroupMillis;

    /** @param emptyGroupMillis how long a log lives that nobody asks for and in which nothing was ever stored */
    LogReader(RedisLink link, RedisKeys keys, long emptyGroupMillis) {
        this.emptyGroupMillis = emptyGroupMillis;
        this.link = link;
        this.keys = keys;
    }

    /**
     * Reads what is needed to tell where members begin. It completes when the mark has come and the reply, too; it fails
     * when the link is lost.
     *
     * @param newest how many of the newest messages are looked for
     */
    Ticket read(String group, int newest) {
        return read(group, newest, null, () -> {
        });
    }

    /** Keeps a log in which nothing was ever stored; where it is lost there is another one. */
    Future<?> keepEmpty(String group) {
        return link.run(Script.KEEP, List.of(keys.meta(group), keys.stream(group)), List.of(emptyGroupMillis))
                .compose(reply -> reply.toInteger() == 1 ? Future.succeededFuture() : read(group, 0).future().mapEmpty());
    }

    /**
     * Reads all messages after one, too.
     *
     * @param onMark called when the mark has come: what came before it is in what was read, if it was stored
     */
    Ticket readOn(String group, LogPosition after, Runnable onMark) {
        return read(group, 0, after, onMark);
    }

    private Ticket read(String group, int newest, LogPosition after, Runnable onMark) {
        long mark = ++marks;
        Open reading = new Open();
        reading.onMark = onMark;
        open.put(mark, reading);
        link.run(Script.READ, List.of(keys.meta(group), keys.stream(group)), List.of(
                StoredLog.newEpoch(), link.runId(keys.meta(group)), StoredLog.EMPTY_LIFE_MILLIS, link.now(keys.meta(group)),
                newest, link.markChannel(keys.meta(group)), mark, after == null ? "" : after.epoch(),
                after == null ? 0 : after.offset(), emptyGroupMillis)).onComplete(reply -> {
                    if (reply.succeeded()) {
                        reading.reading = parse(group, reply.result());
                        reading.completeIfWhole();
                    } else {
                        open.remove(mark);
                        reading.promise.tryFail(reply.cause());
                    }
                });
        return new Ticket(mark, reading.promise.future());
    }

    /** Whether a member that has come by now gets from a reading and its subscription all there is. */
    boolean isUnmarked(Ticket ticket) {
        Open reading = open.get(ticket.number());
        return reading != null && !reading.marked;
    }

    void marked(long mark) {
        Open reading = open.get(mark);
        if (reading != null) {
            reading.marked = true;
            reading.onMark.run();
            reading.promise.future().onComplete(done -> open.remove(mark));
            reading.completeIfWhole();
        }
    }

    void down() {
        List<Open> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(reading -> reading.promise.tryFail(link.trouble()));
    }

    private Reading parse(String group, Response reply) {
        StoredLog log = StoredLog.of(group, reply.get(0).toString(), reply.get(2).toString());
        return new Reading(LogExtent.of(log, reply.get(1).toLong(), reply.get(3).toString()),
                log.messages(reply, ENTRIES, link.unreadable()),
                (reply.size() - ENTRIES) / 2);
    }
}
