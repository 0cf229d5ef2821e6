package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;

/** The annotation belongs on an endpoint. */
class NoWebSocketTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"chat\") on io.quarkiverse.channelbox.test.build.NoWebSocketTest$Chat is not on an endpoint; add @WebSocket(path = \"...\") to the class, or remove @ChannelGroup and join with ChannelBox.group(name).join(connection)");

    @ChannelGroup("chat")
    public static class Chat {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
