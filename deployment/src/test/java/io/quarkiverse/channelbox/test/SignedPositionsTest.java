package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** Who has not been a member gets nothing of what was sent before, whatever position he says that he comes back to. */
class SignedPositionsTest {

    private static final String KEY = "the same one before and after a restart";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Desk.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.position-key", KEY)
            .overrideRuntimeConfigKey("quarkus.channel-box.max-resume", "2")
            .overrideRuntimeConfigKey("quarkus.channel-box.history.enabled", "always")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/desk")
    @ChannelGroup(value = "room-{id}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS)
    public static class Desk {

        @Inject
        ChannelBox channelBox;

        /** What a client says of itself. */
        @OnTextMessage
        void join(String text, WebSocketConnection connection) {
            channelBox.group("room-1").join(connection, JoinOptions.defaults().resumeAfter(text));
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private Group group;
    private String first;

    @BeforeEach
    void threeMessages() {
        group = channelBox.group("room-1");
        first = group.sendAndAwait("secret 1").id().orElseThrow();
        group.sendAndAwait("secret 2");
        group.sendAndAwait("secret 3");
    }

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    private List<String> madeUp() {
        String known;
        try (ProtocolClient client = ProtocolClient.open(base, "/room/1")) {
            JsonNode joined = client.next();
            assertFalse(joined.has("recovered"));
            known = joined.get("id").asText();
        }
        String[] parts = known.split(":");
        String start = parts[0] + ":0";
        return List.of("unknown:7", start, start + ":", start + ":" + parts[2], start + ":AAAAAAAAAAAAAAAA",
                // Without its signature, that of another group, of another key, and a little wrong.
                first.substring(0, first.lastIndexOf(':')), channelBox.group("room-2").sendAndAwait("x").id().orElseThrow(),
                new PositionSigner(Optional.of(KEY)).id("room-2", start),
                new PositionSigner(Optional.empty()).id("room-1", start), first + "A");
    }

    /** One that begins with the next message, whatever it asked for. */
    private void assertIsNew(ProtocolClient client, String position) {
        JsonNode joined = client.next();
        assertEquals("joined", joined.get("type").asText(), position);
        assertFalse(joined.get("recovered").asBoolean(), position);
        group.sendAndAwait("new");
        assertEquals("new", client.next().get("data").asText(), position);
    }

    @Test
    void inTheAddress() {
        for (String position : madeUp()) {
            try (ProtocolClient client = ProtocolClient.open(base, "/room/1?resume=room-1@" + position)) {
                assertIsNew(client, position);
            }
            try (WsClient client = WsClient.open(base, "/room/1?resume=room-1@" + position)) {
                group.sendAndAwait("new");
                assertEquals("new", client.next(), position);
            }
        }
    }

    @Test
    void inACommandAndByHand() {
        for (String position : madeUp()) {
            try (ProtocolClient client = ProtocolClient.open(base, "/desk")) {
                client.ask("join", "group", "room-1", "after", position);
                assertIsNew(client, position);
            }
            try (ProtocolClient client = ProtocolClient.open(base, "/desk")) {
                client.send(position);
                assertIsNew(client, position);
            }
        }
    }

    @Test
    void whoHasItGetsWhatFollowed() {
        try (ProtocolClient client = ProtocolClient.open(base, "/room/1?resume=room-1@" + first);
                ProtocolClient asks = ProtocolClient.open(base, "/desk")) {
            assertTrue(client.next().get("recovered").asBoolean());
            assertEquals("secret 2", client.next().get("data").asText());
            asks.ask("join", "group", "room-1", "after", first);
            assertTrue(asks.next().get("recovered").asBoolean());
            assertEquals("secret 2", asks.next().get("data").asText());
        }
    }

    /** The key is configured: it was a member before the application was started anew, and its epoch is gone. */
    @Test
    void afterARestart() {
        String before = new PositionSigner(Optional.of(KEY)).id("room-1", "before:7");
        try (ProtocolClient client = ProtocolClient.open(base, "/room/1?resume=room-1@" + before)) {
            assertFalse(client.next().get("recovered").asBoolean());
            assertEquals(List.of("secret 2", "secret 3"), client.next(2).stream().map(f -> f.get("data").asText()).toList());
        }
    }

    @Test
    void anIdIsTheSameEverywhere() {
        try (ProtocolClient client = ProtocolClient.open(base, "/desk")) {
            String joined = client.answerTo(client.ask("join", "group", "room-1")).get("id").asText();
            client.command("publish", "ref", 77L, "group", "room-1", "data", "x");
            JsonNode one = client.next();
            JsonNode other = client.next();
            String id = one.get("id").asText();
            assertEquals(id, other.get("id").asText());
            assertEquals(List.of(id), group.history(HistoryQuery.last(1)).await().indefinitely().stream()
                    .map(message -> message.id()).toList());
            try (ProtocolClient late = ProtocolClient.open(base, "/room/1?resume=room-1@" + joined)) {
                assertEquals(joined, late.next().get("id").asText());
                assertEquals(id, late.next().get("id").asText());
            }
            assertEquals(group.sendAndAwait("y").id().orElseThrow(), client.next().get("id").asText());
        }
    }
}
