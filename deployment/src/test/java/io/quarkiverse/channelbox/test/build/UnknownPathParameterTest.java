package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A placeholder has to be a parameter of the path. */
class UnknownPathParameterTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"chat-{rom}\") on io.quarkiverse.channelbox.test.build.UnknownPathParameterTest$Chat at position 5: the path /chat/{room} of the endpoint has no parameter 'rom'; it has [room]");

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup("chat-{rom}")
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
