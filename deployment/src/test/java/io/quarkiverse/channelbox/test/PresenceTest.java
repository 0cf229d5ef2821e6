package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;

/** Members that speak the subprotocol are told who is there, and who comes and goes, in few frames. */
class PresenceTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"quiet-{id}\".presence.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"small-{id}\".presence.max-channels", "2");

    @WebSocket(path = "/{kind}/{id}")
    @ChannelGroup("{kind}-{id}")
    public static class Room {

        @Inject
        ChannelBox channelBox;

        /** On the event loop: before it tells anybody who is there. */
        @OnOpen
        @NonBlocking
        void open(WebSocketConnection connection) {
            setMood(connection.handshakeRequest().header("mood"), connection);
        }

        @OnTextMessage
        void setMood(String mood, WebSocketConnection connection) {
            if (mood != null) {
                channelBox.group(connection.pathParam("kind") + "-" + connection.pathParam("id")).join(connection,
                        JoinOptions.defaults().attribute("mood", mood));
            }
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    private Set<String> connections(String group) {
        return channelBox.group(group).local().channels().stream().map(c -> c.connection().id()).collect(Collectors.toSet());
    }

    private static Set<String> ids(JsonNode entries) {
        List<String> ids = new ArrayList<>();
        entries.forEach(entry -> ids.add(entry.get("connectionId").asText()));
        assertEquals(Set.copyOf(ids).size(), ids.size());
        return Set.copyOf(ids);
    }

    /** It is open a moment before its mood is known. */
    private WsClient openWithMood(String mood) {
        WsClient client = WsClient.open(base, "/room/1", Map.of("mood", mood));
        await().until(() -> channelBox.group("room-1").local().channels().stream()
                .anyMatch(channel -> mood.equals(channel.attributes().get("mood"))));
        return client;
    }

    @Test
    void whoIsThereAndWhoComesAndGoes() {
        try (WsClient plain = openWithMood("plain");
                ProtocolClient one = ProtocolClient.open(base, "/room/1", "mood: \"fine\"")) {
            JsonNode first = one.nextPresence();
            assertEquals(connections("room-1"), ids(first.get("joined")));
            assertEquals(2, first.get("size").asInt());
            assertEquals(Set.of("plain", "\"fine\""), Set.copyOf(first.get("joined").findValuesAsText("mood")));
            Set<String> before = connections("room-1");
            try (ProtocolClient two = ProtocolClient.open(base, "/room/1")) {
                Set<String> all = connections("room-1");
                JsonNode news = one.nextPresence();
                Set<String> newcomer = ids(news.get("joined"));
                assertEquals(1, newcomer.size());
                assertFalse(before.containsAll(newcomer));
                assertEquals(3, news.get("size").asInt());
                assertEquals(all, ids(two.nextPresence().get("joined")));
                two.send("happy");
                JsonNode update = one.nextPresence();
                assertEquals(newcomer, ids(update.get("joined")));
                assertEquals("happy", update.get("joined").get(0).get("attributes").get("mood").asText());
                assertEquals(Set.of(), ids(update.get("left")));
                assertEquals(newcomer, ids(two.nextPresence().get("joined")));
            }
            JsonNode gone = one.nextPresence();
            assertEquals(Set.of(), ids(gone.get("joined")));
            assertEquals(1, ids(gone.get("left")).size());
            assertEquals(2, gone.get("size").asInt());
            assertEquals(0, plain.waiting());
        }
    }

    /** Those who come while many others do get few frames, and know everybody in the end. */
    @Test
    void manyAtOnce() {
        int count = 300;
        List<ProtocolClient> clients = new ArrayList<>();
        try {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                clients.add(ProtocolClient.open(base, "/room/many"));
            }
            Set<String> all = connections("room-many");
            for (ProtocolClient client : clients) {
                Map<String, Boolean> members = new HashMap<>();
                int frames = 0;
                while (!members.keySet().equals(all)) {
                    JsonNode news = client.nextPresence();
                    ids(news.get("left")).forEach(members::remove);
                    ids(news.get("joined")).forEach(id -> members.put(id, true));
                    frames++;
                }
                long intervals = (System.nanoTime() - start) / 100_000_000;
                assertTrue(frames <= intervals + 1, frames + " frames in " + intervals + " intervals");
            }
        } finally {
            clients.forEach(ProtocolClient::close);
        }
    }

    /** It came and went between two frames: nobody knew it. */
    @Test
    void whoIsGoneAlreadyIsNoNews() {
        try (ProtocolClient one = ProtocolClient.open(base, "/room/2")) {
            assertEquals(1, ids(one.nextPresence().get("joined")).size());
            Set<String> known = connections("room-2");
            for (int i = 0; i < 20; i++) {
                WsClient.open(base, "/room/2").close();
            }
            try (WsClient last = WsClient.open(base, "/room/2", Map.of("mood", "last"))) {
                JsonNode news;
                Map<String, Boolean> others = new HashMap<>();
                do {
                    news = one.nextPresence();
                    ids(news.get("left")).forEach(id -> assertTrue(others.remove(id), "left, but was never there"));
                    ids(news.get("joined")).forEach(id -> others.put(id, true));
                } while (others.size() != 1 || !news.toString().contains("last"));
                assertFalse(known.containsAll(others.keySet()));
            }
        }
    }

    @Test
    void canBeTurnedOff() {
        try (ProtocolClient one = ProtocolClient.open(base, "/quiet/1")) {
            one.next();
            ProtocolClient.open(base, "/quiet/1").close();
            await().until(() -> channelBox.group("quiet-1").local().size() == 1);
            // A group where it is on has told its members meanwhile.
            try (ProtocolClient other = ProtocolClient.open(base, "/room/3")) {
                other.nextPresence();
            }
            channelBox.group("quiet-1").sendAndAwait("end");
            assertEquals("end", one.nextFrame().get("data").asText());
        }
    }

    @Test
    void inALargeGroupOnlyTheNumberIsTold() {
        try (ProtocolClient one = ProtocolClient.open(base, "/small/1"); WsClient two = WsClient.open(base, "/small/1")) {
            JsonNode news = one.nextPresence();
            while (news.get("size").asInt() < 2) {
                news = one.nextPresence();
            }
            try (WsClient three = WsClient.open(base, "/small/1")) {
                JsonNode large = one.nextPresence();
                assertEquals(3, large.get("size").asInt());
                assertFalse(large.has("joined"));
            }
            JsonNode again = one.nextPresence();
            assertEquals(connections("small-1"), ids(again.get("joined")));
        }
    }
}
