package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.Set;
import java.util.function.Function;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;

/** Makes the engine with a Redis client of the application. It is a bean if the application has that extension. */
@Singleton
public class RedisEngineFactory implements RemoteEngine.Factory {

    private final ChannelBoxRuntimeConfig.RedisConfig config;
    private final int maxIdempotencyKeys;
    private final Vertx vertx;
    /** The one without a name; that it can be injected makes the Redis extension provide it. */
    private final Instance<Redis> defaultClient;
    private final Instance<Redis> clients;
    private final RedisClientOptions options;

    public RedisEngineFactory(ValidatedConfig config, Vertx vertx, Instance<Redis> defaultClient,
            @Any Instance<Redis> clients, RedisClientOptions options) {
        this.config = config.values().redis();
        this.maxIdempotencyKeys = config.values().maxIdempotencyKeysPerGroup();
        this.vertx = vertx;
        this.defaultClient = defaultClient;
        this.clients = clients;
        this.options = options;
    }

    @Override
    public RemoteEngine create(EngineListener listener, TimeSource time) {
        checkClient();
        return new RedisEngine(listener, time, vertx, servers(), new RedisEngineSettings(config.prefix(), config.timeout(),
                config.emptyGroupLife(), maxIdempotencyKeys, HeldMessages.MAX_BYTES));
    }

    private Function<EngineLoop, RedisServers> servers() {
        RedisOptions clientOptions = options.of(config.clientName().orElse(RedisConfig.DEFAULT_CLIENT_NAME));
        return clientOptions.getType() == RedisClientType.CLUSTER
                ? loop -> new ClusterServers(loop, vertx, clientOptions)
                : loop -> new SingleServer(vertx, clientOptions);
    }

    private void checkClient() {
        Instance<Redis> client = config.clientName().map(name -> clients.select(RedisClientName.Literal.of(name)))
                .orElse(defaultClient);
        String keys = config.clientName().map(name -> "quarkus.redis." + name + '.').orElse("quarkus.redis.");
        String hosts = keys + "hosts";
        if (!client.isResolvable()) {
            throw new ConfigurationException("There is no Redis client '" + config.clientName().orElse("<default>")
                    + "' for quarkus.channel-box.engine=redis: set " + hosts + " at build time, or inject the client somewhere",
                    Set.of("quarkus.channel-box.redis.client-name", hosts));
        }
        if (!((InjectableInstance<Redis>) client).getHandle().getBean().checkActive().value()) {
            throw new ConfigurationException("quarkus.channel-box.engine=redis needs " + hosts
                    + ", for instance redis://localhost:6379", Set.of(hosts));
        }
        String waiting = keys + "max-waiting-handlers";
        if (ConfigProvider.getConfig().getOptionalValue(waiting, Integer.class)
                .orElse(Integer.MAX_VALUE) < ServerLink.MAX_WAITING) {
            throw new ConfigurationException("quarkus.channel-box.engine=redis needs " + waiting + " to be at least "
                    + ServerLink.MAX_WAITING + ", or not set", Set.of(waiting));
        }
    }
}
