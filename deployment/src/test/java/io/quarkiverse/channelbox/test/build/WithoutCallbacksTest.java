package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupPublisher;
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
            "@ChannelGroup(\"room-{\") on " + HERE + "$Room cannot be parsed",
            "@ChannelGroup(\"room-{id}\") on " + HERE + "$Room at position 5: the path /room of the endpoint has no parameter",
            "on " + HERE + "$Events: no endpoint has that template", "@Inject Group at " + HERE + "$Room#group cannot be known")
            .withApplicationRoot(root -> root.addClasses(Only.class, Pushing.class, Twice.class, Room.class, Events.class));

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
    @ChannelGroup("room-{id}")
    @ChannelGroup("rooms")
    public static class Room {

        @Inject
        Group group;

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @GroupPublisher("nobody")
    public interface Events {
        void told(String text);
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
