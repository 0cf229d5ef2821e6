package org.acme.chat;

import java.util.Map;

import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A Redis for all nodes that a test has. */
public class OneRedis implements QuarkusTestResourceLifecycleManager {

    static String hosts() {
        return "redis://127.0.0.1:" + RedisServer.shared().port();
    }

    @Override
    public Map<String, String> start() {
        return Map.of("quarkus.redis.hosts", hosts());
    }

    /** It ends with the JVM. */
    @Override
    public void stop() {
    }
}
