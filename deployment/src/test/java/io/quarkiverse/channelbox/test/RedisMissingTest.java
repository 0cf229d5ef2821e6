package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** Without the dependency that the Redis engine needs an application builds; it does not start if it asks for that engine. */
class RedisMissingTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .assertException(failure -> {
                String message = StartFailures.message(failure);
                assertTrue(message.contains("io.quarkus:quarkus-redis-client"), message);
            });

    @Test
    void doesNotStart() {
        fail();
    }
}
