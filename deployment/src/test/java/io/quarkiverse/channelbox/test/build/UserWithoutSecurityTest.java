package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** {@code {user}} needs somebody who authenticates. */
class UserWithoutSecurityTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"inbox-{user}\") on io.quarkiverse.channelbox.test.build.UserWithoutSecurityTest$Chat at position 6: {user} is the authenticated user, but the application has no security extension; add one, for instance quarkus-oidc or quarkus-elytron-security-properties-file");

    @WebSocket(path = "/chat/{room}")
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
