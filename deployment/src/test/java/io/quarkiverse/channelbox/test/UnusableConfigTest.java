package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** An application that does not even use the extension yet does not start with a value that cannot be used. */
class UnusableConfigTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.channel-box.history.size", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.position-key", "a secret that is too short")
            .overrideRuntimeConfigKey("quarkus.channel-box.allowed-origins", "example.org")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.leave-delay", "-1s")
            .assertException(failure -> {
                String message = StartFailures.message(failure);
                assertTrue(message.contains("quarkus.channel-box.history.size: 0 is less than 1"), message);
                assertTrue(message.contains("quarkus.channel-box.position-key: it has fewer than 32 characters"), message);
                assertFalse(message.contains("a secret"), message);
                assertTrue(message.contains("quarkus.channel-box.presence.leave-delay: PT-1S is negative"), message);
                assertTrue(message.contains("quarkus.channel-box.allowed-origins: 'example.org' is not an origin"), message);
            });

    @Test
    void doesNotStart() {
        fail();
    }
}
