package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ConnectionNotActiveException;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** A connection that was injected stands for the one that is being served: that one is the member. */
class InjectedConnectionTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Lobby.class, Seat.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels-per-group", "1");

    @WebSocket(path = "/lobby")
    public static class Lobby {

        @Inject
        ChannelBox channelBox;

        @Inject
        WebSocketConnection connection;

        @OnTextMessage
        String onMessage(String text) {
            Group table = channelBox.group("table");
            return switch (text) {
                case "join" -> table.join(connection).id().equals(connection.id() + "/table") ? "joined" : "?";
                case "look" -> channelBox.local().channels(connection).size() + " "
                        + table.local().channel(connection).isPresent();
                default -> "left " + table.leave(connection);
            };
        }
    }

    @Singleton
    public static class Seat {
        @Inject
        WebSocketConnection connection;
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Seat seat;

    @TestHTTPResource("/")
    URI base;

    private static String say(WsClient client, String text) {
        client.send(text);
        return client.next();
    }

    @Test
    void itJoinsAndIsGoneWhenItCloses() {
        Group table = channelBox.group("table");
        try (WsClient client = WsClient.open(base, "/lobby")) {
            assertEquals("0 false", say(client, "look"));
            assertEquals("joined", say(client, "join"));
            assertEquals("1 true", say(client, "look"));
            assertFalse(table.local().channels().iterator().next().connection() instanceof ClientProxy);
            assertEquals(1, table.sendAndAwait("from elsewhere").deliveredHere());
            assertEquals("from elsewhere", client.next());
            assertEquals("left true", say(client, "leave"));
            assertEquals("left false", say(client, "leave"));
            assertEquals("joined", say(client, "join"));
        }
        await().until(() -> table.local().size() == 0);
        try (WsClient next = WsClient.open(base, "/lobby")) {
            assertEquals("joined", say(next, "join"));
        }
        await().until(() -> table.local().size() == 0);
    }

    @Test
    void whereNoneIsServedItIsRefused() {
        Group table = channelBox.group("table");
        for (Runnable call : List.<Runnable> of(() -> table.join(seat.connection), () -> table.leave(seat.connection),
                () -> table.local().channel(seat.connection), () -> channelBox.local().channels(seat.connection))) {
            ConnectionNotActiveException refused = assertThrows(ConnectionNotActiveException.class, call::run);
            assertTrue(refused.getMessage().contains("as a parameter"), refused.getMessage());
        }
        assertEquals(0, table.local().size());
    }
}
