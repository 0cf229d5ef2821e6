package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;

/** Keeps, and does not change, with which options the Redis clients of the application are made. */
@Singleton
public class RedisClientOptions implements RedisOptionsCustomizer {

    private final Map<String, RedisOptions> byClient = new ConcurrentHashMap<>();

    @Override
    public void customize(String clientName, RedisOptions options) {
        byClient.put(clientName, options);
    }

    /** Those of a client that has been made. */
    RedisOptions of(String clientName) {
        RedisOptions options = byClient.get(clientName);
        if (options == null) {
            throw new IllegalStateException("The Redis client '" + clientName + "' was not made yet");
        }
        return options;
    }
}
