package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/** One server, to which a client of a test leads. */
public final class ModelServer implements RedisServers, RedisServers.Topology {

    private final ServerClients clients;

    private ModelServer(Redis client) {
        clients = new ServerClients(client, client);
    }

    public static RemoteEngine engine(EngineListener listener, TimeSource time, Vertx vertx, Redis client, Duration timeout) {
        return new RedisEngine(listener, time, Optional.of(time), vertx, loop -> new ModelServer(client),
                RedisEngines.settings("box:", timeout));
    }

    @Override
    public int database() {
        return 0;
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
