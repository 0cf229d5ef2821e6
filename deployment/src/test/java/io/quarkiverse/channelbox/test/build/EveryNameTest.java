package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** What a template of placeholders only lets clients do, it does for the groups of all other templates, too. */
class EveryNameTest {

    private static final String EVERY = "matches the name of every group, also of those that it is not meant for, and lets clients"
            + " join or publish there; begin it with some text, as in \"room-{";

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(EveryNameTest.class,
            "@ChannelGroup(\"{room}\") on " + EveryNameTest.class.getName() + "$OnRequest " + EVERY + "room}\"",
            "@ChannelGroup(\"{query:room}\") on " + EveryNameTest.class.getName() + "$Members " + EVERY + "query:room}\"")
            .withApplicationRoot(root -> root.addClasses(OnRequest.class, Members.class));

    @WebSocket(path = "/on-request")
    @ChannelGroup(value = "{room}", join = JoinMode.ON_REQUEST)
    public static class OnRequest {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/members")
    @ChannelGroup(value = "{query:room}", publish = PublishMode.MEMBERS)
    public static class Members {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
