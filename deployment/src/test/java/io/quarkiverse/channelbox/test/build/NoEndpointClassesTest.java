package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketClient;

/** What is not an endpoint itself does not make one join: not the superclass, not an interface, not a client. */
class NoEndpointClassesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(Chat.class,
            problem("base-{room}", "Base"), problem("named-{room}", "Named"), problem("client", "Client"))
            .withApplicationRoot(root -> root.addClasses(Chat.class, Base.class, Named.class, Client.class));

    private static String problem(String template, String name) {
        return "@ChannelGroup(\"" + template + "\") on " + NoEndpointClassesTest.class.getName() + "$" + name
                + " is not on an endpoint; add @WebSocket(path = \"...\") to the class, or remove @ChannelGroup";
    }

    @ChannelGroup("base-{room}")
    public static class Base {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @ChannelGroup("named-{room}")
    public interface Named {
    }

    @WebSocket(path = "/chat/{room}")
    public static class Chat extends Base implements Named {
    }

    @WebSocketClient(path = "/chat/a")
    @ChannelGroup("client")
    public static class Client {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}
