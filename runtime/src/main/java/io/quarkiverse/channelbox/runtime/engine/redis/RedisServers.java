package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.List;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.redis.client.RedisConnection;

/** Where the servers are that hold the groups: one, or the masters of a Redis Cluster. Used on the engine's loop. */
interface RedisServers {

    /** Which server has which keys. */
    interface Topology {

        /** How to connect to each of them; at least one. */
        List<Supplier<Future<RedisConnection>>> servers();

        /** The index of the server that has a key. */
        int serverOf(String key);
    }

    /** The servers that there are now. A topology equals another one if the same servers have the same keys. */
    Future<Topology> find();

    /** Whether they may be others the next time. */
    boolean mayChange();

    /** One that has all keys. */
    static RedisServers single(Supplier<Future<RedisConnection>> server) {
        Topology topology = new Topology() {
            @Override
            public List<Supplier<Future<RedisConnection>>> servers() {
                return List.of(server);
            }

            @Override
            public int serverOf(String key) {
                return 0;
            }
        };
        return new RedisServers() {
            @Override
            public Future<Topology> find() {
                return Future.succeededFuture(topology);
            }

            @Override
            public boolean mayChange() {
                return false;
            }
        };
    }
}
