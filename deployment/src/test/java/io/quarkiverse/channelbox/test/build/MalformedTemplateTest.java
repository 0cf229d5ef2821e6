package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A template that cannot be parsed says where. */
class MalformedTemplateTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"chat-{room\") on io.quarkiverse.channelbox.test.build.MalformedTemplateTest$Chat cannot be parsed at position 5: '{' is never closed; add a '}'",
            "@ChannelGroup(\"chat}\") on io.quarkiverse.channelbox.test.build.MalformedTemplateTest$Chat cannot be parsed at position 4: '}' without a '{' before it",
            "@ChannelGroup(\"chat-{}\") on io.quarkiverse.channelbox.test.build.MalformedTemplateTest$Chat cannot be parsed at position 5: the placeholder is empty; name a path parameter, as in {room}",
            "@ChannelGroup(\"chat-{a{b}}\") on io.quarkiverse.channelbox.test.build.MalformedTemplateTest$Chat cannot be parsed at position 7: '{' inside a placeholder",
            "@ChannelGroup(\"chat-{1room}\") on io.quarkiverse.channelbox.test.build.MalformedTemplateTest$Chat cannot be parsed at position 6: '1room' is not the name of a path parameter: letters, digits and '_', not beginning with a digit");

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup("chat-{room")
    @ChannelGroup("chat}")
    @ChannelGroup("chat-{}")
    @ChannelGroup("chat-{a{b}}")
    @ChannelGroup("chat-{1room}")
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
