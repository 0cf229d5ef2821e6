package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.impl.RedisURI;

/** One server that has all keys, whoever it is: the client may find it through sentinels. */
final class SingleServer implements RedisServers, RedisServers.Topology {

    private final ServerClients clients;
    private final int database;

    /** @param options of the application's client */
    SingleServer(Vertx vertx, RedisOptions options) {
        clients = new ServerClients(vertx, options, "server");
        Integer selected = new RedisURI(options.getEndpoint()).select();
        database = selected == null ? 0 : selected;
    }

    @Override
    public int database() {
        return database;
    }

    @Override
    public Future<Topology> find() {
        return Future.succeededFuture(this);
    }

    @Override
    public boolean mayChange() {
        return false;
    }

    @Override
    public List<ServerClients> servers() {
        return List.of(clients);
    }

    @Override
    public int serverOf(String key) {
        return 0;
    }

    @Override
    public void close() {
        clients.close();
    }
}
