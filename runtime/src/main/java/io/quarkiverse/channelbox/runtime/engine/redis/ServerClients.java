package io.quarkiverse.channelbox.runtime.engine.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;

/**
 * The clients that the engine has of its own for one server. They are made like the application's, whose connections are left
 * to it, and there are two: meters are registered for each connection, and those of the second one of a client are taken for a
 * mistake.
 */
final class ServerClients {

    private final Redis commands;
    private final Redis messages;

    /** @param options of the application's client, which are not changed */
    ServerClients(Vertx vertx, RedisOptions options, String name) {
        this(create(vertx, options, "channel-box " + name + " commands"),
                create(vertx, options, "channel-box " + name + " messages"));
    }

    /** @param messages for subscriptions */
    ServerClients(Redis commands, Redis messages) {
        this.commands = commands;
        this.messages = messages;
    }

    private static Redis create(Vertx vertx, RedisOptions options, String name) {
        RedisOptions own = new RedisOptions(options).setPoolName(name);
        // The copy shares it.
        own.setNetClientOptions(new NetClientOptions(options.getNetClientOptions()).setMetricsName("redis|" + name));
        return Redis.createClient(vertx, own);
    }

    Future<RedisConnection> connectForCommands() {
        return commands.connect();
    }

    Future<RedisConnection> connectForMessages() {
        return messages.connect();
    }

    void close() {
        commands.close();
        messages.close();
    }
}
