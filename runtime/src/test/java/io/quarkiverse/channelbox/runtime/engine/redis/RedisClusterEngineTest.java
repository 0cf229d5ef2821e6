package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineContract;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.testclient.RedisCluster;

/** What every engine does, with the groups on the three servers of a cluster. */
@Tag("long")
@Timeout(300)
class RedisClusterEngineTest extends EngineContract {

    private static RedisCluster cluster;
    private RedisEngines engines;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start(3, false);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected Engine engine(EngineListener listener, TimeSource time) {
        engines = new RedisEngines();
        RedisEngine engine = engines.createForCluster(listener, time, cluster.urls(), RedisEngines.newPrefix(),
                Duration.ofSeconds(60));
        engine.start(new NoMembers()).orTimeout(60, TimeUnit.SECONDS).join();
        return engine;
    }

    @Override
    protected int trim() {
        return ((RedisEngine) engine).trimNow().await().indefinitely();
    }

    @AfterEach
    void stop() {
        engines.close();
    }
}
