package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** {@code {user}} cannot be meant to be a path parameter. */
class UserAsPathParameterTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"inbox-{user}\") on io.quarkiverse.channelbox.test.build.UserAsPathParameterTest$Chat at position 6: {user} is the authenticated user, not the path parameter 'user'; give the path parameter another name");

    @WebSocket(path = "/inbox/{user}")
    @ChannelGroup("inbox-{user}")
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
