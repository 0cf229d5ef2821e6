package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** A value that is none of those that there are stops the start, and the message names its key. */
class UnknownConfigValueTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.channel-box.history.enabled", "sometimes")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"chat-{room}\".replay", "all")
            .assertException(failure -> {
                StringBuilder all = new StringBuilder();
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                    all.append(cause.getMessage()).append('\n');
                }
                for (String part : new String[] { "quarkus.channel-box.history.enabled", "sometimes",
                        "quarkus.channel-box.groups.\"chat-{room}\".replay" }) {
                    assertTrue(all.toString().contains(part), all.toString());
                }
            });

    @Test
    void doesNotStart() {
        fail();
    }
}
