package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** The position of a client that came back is honoured once, whichever way it joins, and never at a later join. */
class PositionOnceTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, ByHand.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.replay", "2")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    /** Says what to do with the group. */
    public abstract static class Endpoint {

        @Inject
        ChannelBox channelBox;

        @OnTextMessage
        void onMessage(String text, WebSocketConnection connection) {
            Group group = channelBox.group("room-1");
            switch (text) {
                case "join" -> group.join(connection);
                case "leave" -> group.leave(connection);
                default -> group.join(connection, JoinOptions.defaults().resumeAfter(text));
            }
        }
    }

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room extends Endpoint {
    }

    @WebSocket(path = "/by-hand")
    public static class ByHand extends Endpoint {
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    private String store(int number) {
        return channelBox.group("room-1").sendAndAwait(number, SendOptions.saveHistory()).id().orElseThrow();
    }

    /** Five messages; returns the id of the first. */
    private String storeFive() {
        String first = store(1);
        for (int i = 2; i <= 5; i++) {
            store(i);
        }
        return first;
    }

    private static void assertRecovered(ProtocolClient client) {
        JsonNode joined = client.next();
        assertEquals("joined", joined.get("type").asText());
        assertTrue(joined.get("recovered").asBoolean());
        assertEquals(List.of(2, 3, 4, 5), numbers(client, 4));
    }

    /** Gets what is replayed to everybody. */
    private static void assertNew(ProtocolClient client) {
        JsonNode joined = client.next();
        assertEquals("joined", joined.get("type").asText());
        assertFalse(joined.has("recovered"));
        assertEquals(List.of(4, 5), numbers(client, 2));
    }

    private static List<Integer> numbers(ProtocolClient client, int count) {
        return client.next(count).stream().map(frame -> frame.get("data").asInt()).toList();
    }

    private void assertIsLive(ProtocolClient client, int number) {
        channelBox.group("room-1").sendAndAwait(number);
        assertEquals(List.of(number), numbers(client, 1));
    }

    private static void rejoin(ProtocolClient client) {
        client.send("leave");
        assertEquals("left", client.next().get("type").asText());
        client.send("join");
    }

    @Test
    void byTheAnnotation() {
        String first = storeFive();
        try (ProtocolClient client = ProtocolClient.open(base, "/room/1?resume=room-1@" + first)) {
            assertRecovered(client);
            assertIsLive(client, 6);
            rejoin(client);
            assertNew(client);
            assertIsLive(client, 7);
        }
    }

    @Test
    void byHandWhereTheAddressSaidIt() {
        String first = storeFive();
        try (ProtocolClient client = ProtocolClient.open(base, "/by-hand?resume=room-1@" + first)) {
            client.send("join");
            assertRecovered(client);
            // It is a member: nothing is written again.
            client.send("join");
            assertIsLive(client, 6);
            rejoin(client);
            assertNew(client);
            assertIsLive(client, 7);
        }
    }

    @Test
    void byHandWithAPositionOfItsOwn() {
        String first = storeFive();
        String last = store(6);
        try (ProtocolClient client = ProtocolClient.open(base, "/by-hand?resume=room-1@" + last)) {
            client.send(first);
            JsonNode joined = client.next();
            assertTrue(joined.get("recovered").asBoolean());
            assertEquals(List.of(2, 3, 4, 5, 6), numbers(client, 5));
            // The address has had its turn.
            client.send("leave");
            assertEquals("left", client.next().get("type").asText());
            client.send("join");
            assertFalse(client.next().has("recovered"));
            assertEquals(List.of(5, 6), numbers(client, 2));
            assertIsLive(client, 7);
        }
    }
}
