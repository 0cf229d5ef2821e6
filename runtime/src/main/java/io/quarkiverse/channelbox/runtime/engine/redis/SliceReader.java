package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;

/**
 * Reads on in logs for members that catch up. Those that ask for the same while it is being read share the reading, and so the
 * messages: thousands of members that come at once replay the same. Used on the engine's loop.
 */
final class SliceReader {

    private record What(String group, LogPosition after, LogPosition upTo, int maxBytes) {
    }

    /** Where in the reply they begin. */
    private static final int ENTRIES = 4;

    private final RedisLink link;
    private final RedisKeys keys;
    private final Map<What, Future<LogSlice>> open = new HashMap<>();

    SliceReader(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    Future<LogSlice> read(String group, LogPosition after, LogPosition upTo, int maxBytes) {
        What what = new What(group, after, upTo, maxBytes);
        Future<LogSlice> shared = open.get(what);
        if (shared != null) {
            return shared;
        }
        Future<LogSlice> slice = link.run(Script.SLICE, List.of(keys.meta(group), keys.stream(group)),
                List.of(after.epoch(), after.offset(), upTo.epoch(), upTo.offset(), maxBytes, link.now(keys.meta(group))))
                .map(reply -> parse(what, reply));
        if (!slice.isComplete()) {
            open.put(what, slice);
            slice.onComplete(done -> open.remove(what, slice));
        }
        return slice;
    }

    private LogSlice parse(What what, Response reply) {
        String epoch = reply.get(0).toString();
        if (epoch.isEmpty()) {
            return new LogSlice(null, List.of(), what.after());
        }
        StoredLog log = StoredLog.of(what.group(), epoch, reply.get(1).toString());
        long start = reply.get(2).toLong();
        long end = reply.get(3).toLong();
        LogPosition from = start < 0 ? null : start == what.after().offset() ? what.after() : log.position(start);
        return new LogSlice(from,
                log.messages(reply, ENTRIES, link.unreadable()).stream().map(StoredLog.Entry::message).toList(),
                log.position(end));
    }
}
