package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Two endpoints may join the same groups, but not say different things about them. */
class ContradictionTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(One.class, Two.class, Same.class))
            .assertException(failure -> {
                String message = failure.getMessage();
                assertTrue(message.contains("@ChannelGroup(\"chat\") on "), message);
                assertTrue(message.contains("has other expires, history or payloadType than the one on "), message);
                assertTrue(message.contains(One.class.getName()) && message.contains(Two.class.getName()), message);
                assertTrue(message.contains("other expires, history or payloadType than @ChannelGroup(\"room-{"), message);
                assertTrue(!message.contains("\"same\""), message);
            });

    @WebSocket(path = "/one")
    @ChannelGroup(value = "chat", expires = "5m")
    @ChannelGroup(value = "same", expires = "5m")
    @ChannelGroup(value = "room-{query:room}", expires = "5m")
    public static class One {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/two")
    @ChannelGroup("chat")
    @ChannelGroup("room-{query:id}")
    public static class Two {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/same")
    @ChannelGroup(value = "same", expires = "5m")
    public static class Same {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
