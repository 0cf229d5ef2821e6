package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** There are three kinds of placeholders with a colon or the user. */
class UnknownPlaceholderTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"chat-{cookie:room}\") on io.quarkiverse.channelbox.test.build.UnknownPlaceholderTest$Chat cannot be parsed at position 6: unknown kind of placeholder 'cookie'; there are {pathParam}, {query:name}, {header:name}, {user} and {user:encoded}",
            "@ChannelGroup(\"chat-{query:}\") on io.quarkiverse.channelbox.test.build.UnknownPlaceholderTest$Chat cannot be parsed at position 12: {query:} has no name",
            "@ChannelGroup(\"chat-{header:a b}\") on io.quarkiverse.channelbox.test.build.UnknownPlaceholderTest$Chat cannot be parsed at position 13: 'a b' is not a name: letters, digits and '_', '.', '-'");

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup("chat-{cookie:room}")
    @ChannelGroup("chat-{query:}")
    @ChannelGroup("chat-{header:a b}")
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
