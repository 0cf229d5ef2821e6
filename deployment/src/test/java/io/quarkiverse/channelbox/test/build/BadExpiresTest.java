package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A duration is one. */
class BadExpiresTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"a-{room}\") on io.quarkiverse.channelbox.test.build.BadExpiresTest$Chat has expires = \"1 hour\", which is not a duration; use for instance \"90s\", \"30m\", \"1h\" or \"PT1H30M\", or \"0\" for never",
            "@ChannelGroup(\"b-{room}\") on io.quarkiverse.channelbox.test.build.BadExpiresTest$Chat has expires = \"-5s\", which is negative; use a duration such as \"30m\", or \"0\" for never",
            "@ChannelGroup(\"c-{room}\") on io.quarkiverse.channelbox.test.build.BadExpiresTest$Chat has expires = \" \", which is not a duration",
            "@ChannelGroup(\"d-{room}\") on io.quarkiverse.channelbox.test.build.BadExpiresTest$Chat has expires = \"999999999999999999d\", which is not a duration");

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup(value = "a-{room}", expires = "1 hour")
    @ChannelGroup(value = "b-{room}", expires = "-5s")
    @ChannelGroup(value = "c-{room}", expires = " ")
    @ChannelGroup(value = "d-{room}", expires = "999999999999999999d")
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
