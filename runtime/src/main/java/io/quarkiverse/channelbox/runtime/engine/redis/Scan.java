package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.function.BiConsumer;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;

/** Reads hashes ({@code HSCAN}) and sorted sets ({@code ZSCAN}) to their end: some fields at a time, each maybe twice. */
final class Scan {

    private static final int PAGE = 500;

    private Scan() {
    }

    /** @param found gets each field and its value, or score */
    static Future<Void> entries(RedisLink link, Command command, String key, BiConsumer<String, Response> found) {
        return pages(link, command, key, fields -> {
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                found.accept(fields.get(i).toString(), fields.get(i + 1));
            }
            return Future.succeededFuture();
        });
    }

    /** @param page gets fields and values in turn; when what it returns has completed, the next page is read */
    static Future<Void> pages(RedisLink link, Command command, String key, Function<Response, Future<?>> page) {
        return pages(link, command, key, "0", page);
    }

    private static Future<Void> pages(RedisLink link, Command command, String key, String cursor,
            Function<Response, Future<?>> page) {
        return link.send(command, key, cursor, "COUNT", PAGE).compose(reply -> page.apply(reply.get(1)).compose(done -> {
            String next = reply.get(0).toString();
            return next.equals("0") ? Future.succeededFuture() : pages(link, command, key, next, page);
        }));
    }
}
