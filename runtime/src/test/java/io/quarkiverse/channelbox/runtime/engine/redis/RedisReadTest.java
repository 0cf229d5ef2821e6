package io.quarkiverse.channelbox.runtime.engine.redis;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.ReadContract;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.testclient.RedisServer;

@Timeout(300)
class RedisReadTest extends ReadContract {

    private RedisEngines engines;

    @Override
    protected Engine engine(EngineListener listener, TimeSource time) {
        engines = new RedisEngines();
        return engines.start(listener, time, RedisServer.shared().port(), RedisEngines.newPrefix());
    }

    @Override
    protected void trim() {
        ((RedisEngine) engine).trimNow().await().indefinitely();
    }

    @AfterEach
    void stop() {
        engines.close();
    }
}
