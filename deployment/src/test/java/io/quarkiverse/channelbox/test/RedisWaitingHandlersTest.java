package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** A Redis client that lets fewer commands wait than the engine sends is refused at the start. */
class RedisWaitingHandlersTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .overrideConfigKey("quarkus.redis.devservices.enabled", "false")
            .overrideConfigKey("quarkus.redis.hosts", "redis://127.0.0.1:1")
            .overrideRuntimeConfigKey("quarkus.redis.max-waiting-handlers", "1023")
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .assertException(failure -> {
                String message = StartFailures.message(failure);
                assertTrue(message.contains("needs quarkus.redis.max-waiting-handlers to be at least 1024, or not set"),
                        message);
            });

    @Test
    void doesNotStart() {
        fail();
    }
}
