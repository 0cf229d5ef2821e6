package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.WebSocket;

/** WebSockets Next wants one of its own methods; what to add is said before it says less. */
class OnlyEventsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Only.class,
            Only.class.getName() + " has methods with @OnEvent, but none",
            "add one that does nothing: @OnPongMessage void ignore(Buffer data) {}", "#hidden() is private");

    @WebSocket(path = "/only")
    public static class Only {

        @OnEvent("say")
        void say(String text) {
        }

        @OnEvent("hide")
        private void hidden() {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
