package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** WebSockets Next wants one of its own methods; what to add is said before it says less, with all that is wrong besides. */
class WithoutCallbacksTest {

    private static final String HERE = WithoutCallbacksTest.class.getName();
    private static final String CURE = ", but none of those that WebSockets Next wants an endpoint to have; add one that does"
            + " nothing: @OnPongMessage void ignore(Buffer data) {}";

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(WithoutCallbacksTest.class,
            HERE + "$Only has methods with @OnEvent" + CURE, "#hidden() is private",
            HERE + "$Pushing has a @ChannelGroup" + CURE,
            HERE + "$Twice has a @ChannelGroup" + CURE,
            "@ChannelGroup(\"room-{\") on " + HERE + "$Room cannot be parsed")
            .withApplicationRoot(root -> root.addClasses(Only.class, Pushing.class, Twice.class, Room.class));

    @WebSocket(path = "/only")
    public static class Only {

        @OnEvent("say")
        void say(String text) {
        }

        @OnEvent("hide")
        private void hidden() {
        }
    }

    @WebSocket(path = "/pushing")
    @ChannelGroup("pushing")
    public static class Pushing {

        @OnClose
        void closed() {
        }
    }

    @WebSocket(path = "/twice")
    @ChannelGroup("one")
    @ChannelGroup("two")
    public static class Twice {
    }

    @WebSocket(path = "/room")
    @ChannelGroup("room-{")
    public static class Room {

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
