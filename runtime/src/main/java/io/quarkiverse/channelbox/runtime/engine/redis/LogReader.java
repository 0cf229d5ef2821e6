package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;

/**
 * Reads logs for members. The script that reads publishes a mark on the channel of this node: it comes between the messages
 * that this node is subscribed to, and so tells which of them are in what was read. Used on the engine's loop.
 */
final class LogReader {

    /** What was read, with what a node needs that follows the log. */
    record Reading(LogSlice slice, List<StoredLog.Entry> entries, StoredLog log, long lastOffset) {
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

    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    private final TimeSource time;
    private final Map<Long, Open> open = new HashMap<>();
    private long marks;

    LogReader(RedisLink link, RedisKeys keys, String node, TimeSource time) {
        this.link = link;
        this.keys = keys;
        this.node = node;
        this.time = time;
    }

    /** Completes when the mark has come and the reply, too; fails when the link is lost. */
    Ticket read(String group, ReplayRequest request) {
        return read(group, request, () -> {
        });
    }

    /** @param onMark called when the mark has come: what came before it is in what was read, if it was stored */
    Ticket read(String group, ReplayRequest request, Runnable onMark) {
        long mark = ++marks;
        Open reading = new Open();
        reading.onMark = onMark;
        open.put(mark, reading);
        String after = request.after() == null ? ":" : request.after();
        int colon = after.indexOf(':');
        link.run(Script.READ, List.of(keys.meta(group), keys.stream(group)), List.of(
                StoredLog.newEpoch(), link.runId(keys.meta(group)), StoredLog.EMPTY_LIFE_MILLIS,
                after.substring(0, colon), after.substring(colon + 1), request.maxAfter(), request.last(),
                time.now().toEpochMilli(), link.markChannel(keys.meta(group)), mark)).onComplete(reply -> {
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

    private static Reading parse(String group, Response reply) {
        StoredLog log = StoredLog.of(group, reply.get(0).toString(), reply.get(2).toString());
        long position = reply.get(3).toLong();
        Optional<Boolean> recovered = switch (reply.get(4).toString()) {
            case "Y" -> Optional.of(true);
            case "N" -> Optional.of(false);
            default -> Optional.empty();
        };
        long missed = reply.get(5).toLong();
        List<StoredLog.Entry> entries = log.messages(reply, 6);
        LogSlice slice = new LogSlice(entries.stream().map(StoredLog.Entry::message).toList(),
                log.epochOf(position), position, recovered, missed < 0 ? OptionalLong.empty() : OptionalLong.of(missed));
        return new Reading(slice, entries, log, reply.get(1).toLong());
    }
}
