package io.quarkiverse.channelbox.runtime;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.RedisConfig;
import io.quarkiverse.channelbox.runtime.config.EngineType;
import io.quarkiverse.channelbox.runtime.config.StartPolicy;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.NoOtherNodes;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.engine.memory.LocalEngine;
import io.quarkiverse.channelbox.runtime.engine.memory.MemoryLimits;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;

/** Makes the engine that the configuration asks for, starts it and stops it. */
@Singleton
public class EngineSelector {

    private static final Logger LOG = Logger.getLogger(EngineSelector.class);

    /** Unless the configuration or the heap says otherwise. */
    private static final long MAX_HISTORY_BYTES = 256L << 20;
    private static final long PATIENCE_MILLIS = 2_000;

    private final RedisConfig redis;

    public EngineSelector(ValidatedConfig config) {
        this.redis = config.values().redis();
    }

    @Produces
    @Singleton
    Engine engine(ValidatedConfig config, EngineListener listener, TimeSource time, Instance<RemoteEngine.Factory> remote) {
        if (config.values().engine() == EngineType.LOCAL) {
            return new LocalEngine(listener, time, limits(config.values()));
        }
        if (!remote.isResolvable()) {
            throw new ConfigurationException("quarkus.channel-box.engine=redis needs the dependency"
                    + " io.quarkus:quarkus-redis-client, which the application does not have",
                    Set.of("quarkus.channel-box.engine"));
        }
        return remote.get().create(listener, time);
    }

    private static MemoryLimits limits(ChannelBoxRuntimeConfig config) {
        return new MemoryLimits(
                config.maxHistoryBytes().map(MemorySize::asLongValue)
                        .orElseGet(() -> Math.min(MAX_HISTORY_BYTES, Runtime.getRuntime().maxMemory() / 4)),
                config.maxGroups(), config.maxIdempotencyKeys(), config.maxIdempotencyKeysPerGroup());
    }

    @Produces
    @Singleton
    OtherNodes otherNodes(Engine engine) {
        return engine instanceof RemoteEngine remote ? remote.otherNodes() : new NoOtherNodes();
    }

    /**
     * Blocks until the server is there.
     *
     * @throws IllegalStateException if it is not, and has to be
     */
    public void start(Engine engine, NodeListener nodeListener, PositionSigner positions) {
        if (!(engine instanceof RemoteEngine remote)) {
            return;
        }
        if (!positions.isKeyConfigured()) {
            remote.share(positions);
        }
        try {
            remote.start(nodeListener).toCompletableFuture().get(Durations.millis(redis.timeout()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            Throwable trouble = remote.trouble().orElse(e);
            if (redis.start() == StartPolicy.FAIL) {
                remote.stop();
                throw new IllegalStateException("Redis could not be reached within " + redis.timeout()
                        + " (quarkus.channel-box.redis.timeout), and quarkus.channel-box.redis.start=fail: " + trouble,
                        trouble);
            }
            LOG.warnf("Started without Redis; sends fail until it is there: %s", trouble);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Redis", e);
        }
    }

    /** Blocks until what was sent has come back from the server, or a little while. */
    public void awaitSends(Engine engine) {
        if (engine instanceof RemoteEngine remote) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (remote.pending() > 0 && System.nanoTime() < until) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    /** Blocks until the server was told, or a little while. */
    public void stop(Engine engine) {
        if (engine instanceof RemoteEngine remote) {
            try {
                remote.stop().toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("The other nodes were not told of the end; they will find out", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
