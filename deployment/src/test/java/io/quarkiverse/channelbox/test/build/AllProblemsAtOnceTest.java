package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** All mistakes of all classes are reported by one build. */
class AllProblemsAtOnceTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(AllProblemsAtOnceTest.class, "\"one-{rom}\"", "\"one-{user}\"",
            "\"two-{\"", "expires = \"soon\"", "\"three\"")
            .withApplicationRoot(root -> root.addClasses(One.class, Two.class, Three.class));

    @WebSocket(path = "/one/{room}")
    @ChannelGroup("one-{rom}")
    @ChannelGroup("one-{user}")
    public static class One {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/two")
    @ChannelGroup("two-{")
    @ChannelGroup(value = "two", expires = "soon")
    public static class Two {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @ChannelGroup("three")
    public static class Three {
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
