package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Values must not run into each other: "ab" and "c" would be the group of "a" and "bc". */
class AdjacentPlaceholdersTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"{room}{query:part}\") on io.quarkiverse.channelbox.test.build.AdjacentPlaceholdersTest$Chat at position 6: two placeholders without text between them would give the same group to different values; put a separator between them, as in {a}:{b}");

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup("{room}{query:part}")
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
