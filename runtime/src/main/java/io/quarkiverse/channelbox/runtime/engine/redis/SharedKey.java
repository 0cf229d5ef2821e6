package io.quarkiverse.channelbox.runtime.engine.redis;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;

/**
 * The key by which all nodes sign positions: the first one that a node has written. Each writes it again, from time to time, if
 * it is not there any more, so that a server that was flushed, or dropped it for want of memory, has it for the next node. Used
 * on the engine's loop.
 */
final class SharedKey {

    private static final Logger LOG = Logger.getLogger(SharedKey.class);
    private static final long AGAIN_MILLIS = 10_000;

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final PositionSigner positions;
    private int attempt;

    SharedKey(EngineLoop loop, RedisLink link, RedisKeys keys, PositionSigner positions) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.positions = positions;
    }

    /** Completes when the nodes agree, or that could not be found out now. */
    Future<Void> up() {
        int current = ++attempt;
        loop.after(AGAIN_MILLIS, () -> {
            if (current == attempt) {
                up();
            }
        });
        return read().compose(shared -> shared != null ? Future.succeededFuture(shared)
                : link.send(Command.SETNX, keys.positionKey(), positions.key()).compose(written -> read()))
                .<Void> map(shared -> {
                    if (shared != null) {
                        positions.use(shared.toString());
                    }
                    return null;
                }).otherwise(problem -> {
                    LOG.debug("The nodes did not agree on the key of positions; it will be tried again", problem);
                    return null;
                });
    }

    private Future<Response> read() {
        return link.send(Command.GET, keys.positionKey());
    }

    /** The server is away, or the node ends. */
    void down() {
        attempt++;
    }
}
