package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;

/** Without the dependency that the Redis engine needs an application builds; it does not start if it asks for that engine. */
class RedisMissingTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .assertException(failure -> {
                Throwable cause = failure;
                while (cause.getCause() != null && !(cause instanceof ConfigurationException)) {
                    cause = cause.getCause();
                }
                assertTrue(cause.getMessage().contains("io.quarkus:quarkus-redis-client"), cause.getMessage());
            });

    @Test
    void doesNotStart() {
        fail();
    }
}
