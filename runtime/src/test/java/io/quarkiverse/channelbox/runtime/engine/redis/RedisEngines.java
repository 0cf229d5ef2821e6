package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;

/** Engines that are connected to a Redis server, each with keys of its own unless a prefix is given. */
final class RedisEngines implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final List<RedisEngine> engines = new ArrayList<>();

    static RedisEngineSettings settings(String prefix, Duration timeout) {
        return new RedisEngineSettings(prefix, timeout, Duration.ofMinutes(5), 10_000, HeldMessages.MAX_BYTES);
    }

    static String newPrefix() {
        return "test:" + UUID.randomUUID() + ':';
    }

    /** Connected already. */
    RedisEngine start(EngineListener listener, TimeSource time, int port, String prefix) {
        RedisEngine engine = create(listener, time, port, prefix, RedisFixture.PATIENT);
        try {
            engine.start(new NoMembers()).get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return engine;
    }

    RedisEngine create(EngineListener listener, TimeSource time, int port, String prefix, Duration timeout) {
        return create(listener, time, "redis://127.0.0.1:" + port, prefix, timeout);
    }

    RedisEngine create(EngineListener listener, TimeSource time, String server, String prefix, Duration timeout) {
        RedisOptions options = new RedisOptions().setConnectionString(server);
        return create(listener, time, loop -> new SingleServer(vertx, options), prefix, timeout);
    }

    /** With the cluster of which those are some servers. */
    RedisEngine createForCluster(EngineListener listener, TimeSource time, List<String> servers, String prefix,
            Duration timeout) {
        RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER).setEndpoints(servers);
        return create(listener, time, loop -> new ClusterServers(loop, vertx, options), prefix, timeout);
    }

    /** It measures ages by the clock of Redis, as those of applications do. */
    RedisEngine createOnTheServersClock(EngineListener listener, TimeSource time, int port, String prefix) {
        RedisOptions options = new RedisOptions().setConnectionString("redis://127.0.0.1:" + port);
        return create(listener, time, Optional.empty(), loop -> new SingleServer(vertx, options),
                settings(prefix, RedisFixture.PATIENT));
    }

    private RedisEngine create(EngineListener listener, TimeSource time, Function<EngineLoop, RedisServers> servers,
            String prefix, Duration timeout) {
        return create(listener, time, Optional.of(time), servers, settings(prefix, timeout));
    }

    /** Not connected yet. */
    RedisEngine create(EngineListener listener, TimeSource time, int port, RedisEngineSettings settings) {
        RedisOptions options = new RedisOptions().setConnectionString("redis://127.0.0.1:" + port);
        return create(listener, time, Optional.of(time), loop -> new SingleServer(vertx, options), settings);
    }

    private RedisEngine create(EngineListener listener, TimeSource time, Optional<TimeSource> ages,
            Function<EngineLoop, RedisServers> servers, RedisEngineSettings settings) {
        RedisEngine engine = new RedisEngine(listener, time, ages, vertx, servers, settings);
        engines.add(engine);
        return engine;
    }

    @Override
    public void close() {
        try {
            engines.forEach(engine -> engine.stop().orTimeout(60, TimeUnit.SECONDS).join());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}
