package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** What escapes are made of separates nothing. */
class SeparatorTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            "@ChannelGroup(\"{room}+{query:part}\") on io.quarkiverse.channelbox.test.build.SeparatorTest$Chat at position 0: values may have '+' in them, also where they are escaped; separate them by something else, as in {a}:{b}");

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup("{room}+{query:part}")
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
