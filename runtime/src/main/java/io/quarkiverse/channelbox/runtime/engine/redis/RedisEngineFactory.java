package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.Set;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.RedisConfig;
import io.quarkiverse.channelbox.runtime.config.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.expiry.TimeSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/** Makes the engine with a Redis client of the application. It is a bean if the application has that extension. */
@Singleton
public class RedisEngineFactory implements RemoteEngine.Factory {

    private final RedisConfig config;
    private final Vertx vertx;
    /** The one without a name; that it can be injected makes the Redis extension provide it. */
    private final Instance<Redis> defaultClient;
    private final Instance<Redis> clients;

    public RedisEngineFactory(ValidatedConfig config, Vertx vertx, Instance<Redis> defaultClient,
            @Any Instance<Redis> clients) {
        this.config = config.values().redis();
        this.vertx = vertx;
        this.defaultClient = defaultClient;
        this.clients = clients;
    }

    @Override
    public RemoteEngine create(EngineListener listener, TimeSource time) {
        return new RedisEngine(listener, time, vertx, client(), config.prefix(), config.timeout());
    }

    private Redis client() {
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
        String type = keys + "client-type";
        if (ConfigProvider.getConfig().getOptionalValue(type, String.class).orElse("").equalsIgnoreCase("cluster")) {
            // Its client subscribes now with this server and now with that one, so that nothing comes in order.
            throw new ConfigurationException("quarkus.channel-box.engine=redis cannot be used with " + type
                    + "=cluster: use one server, or one master with replicas", Set.of(type));
        }
        String waiting = keys + "max-waiting-handlers";
        if (ConfigProvider.getConfig().getOptionalValue(waiting, Integer.class)
                .orElse(Integer.MAX_VALUE) < RedisLink.MAX_WAITING) {
            throw new ConfigurationException("quarkus.channel-box.engine=redis needs " + waiting + " to be at least "
                    + RedisLink.MAX_WAITING + ", or not set", Set.of(waiting));
        }
        return client.get();
    }
}
