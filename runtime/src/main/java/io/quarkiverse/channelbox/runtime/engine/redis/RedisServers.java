package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.List;

import io.vertx.core.Future;

/** Where the servers are that hold the groups: one, or the masters of a Redis Cluster. Used on the engine's loop. */
interface RedisServers {

    /** Which server has which keys. */
    interface Topology {

        /** How to connect to each of them; at least one. */
        List<ServerClients> servers();

        /** The index of the server that has a key. */
        int serverOf(String key);
    }

    /** The number of the database in which the keys are. */
    int database();

    /** The servers that there are now. A topology equals another one if the same servers have the same keys. */
    Future<Topology> find();

    /** Whether they may be others the next time. */
    boolean mayChange();

    /** They are not connected to any more. */
    void close();
}
