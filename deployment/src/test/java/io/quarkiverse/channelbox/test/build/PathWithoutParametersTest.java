package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Where the path has no parameter the message says what to do instead. */
class PathWithoutParametersTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"chat-{room}\") on io.quarkiverse.channelbox.test.build.PathWithoutParametersTest$Chat at position 5: the path /chat of the endpoint has no parameter 'room'; it has none: add {room} to the path, use {query:room}, or let clients join with join = ON_REQUEST");

    @WebSocket(path = "/chat")
    @ChannelGroup("chat-{room}")
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
