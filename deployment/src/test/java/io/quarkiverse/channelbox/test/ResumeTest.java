package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** Who comes back and says up to where it has come gets what it missed. */
class ResumeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Explicit.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.history.size", "1000")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"few-{id}\".max-resume", "3")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"few-{id}\".replay", "2")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/{kind}/{id}")
    @ChannelGroup("{kind}-{id}")
    @ChannelGroup("all@{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/explicit")
    public static class Explicit {

        @Inject
        ChannelBox channelBox;

        /** Group and id, as the client has them. */
        @OnTextMessage
        void join(String text, WebSocketConnection connection) {
            String[] words = text.split(" ");
            channelBox.group(words[0]).join(connection, JoinOptions.defaults().resumeAfter(words[1]));
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    PositionSigner positions;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    private static String store(Group group, Object payload) {
        return group.sendAndAwait(payload, SendOptions.saveHistory()).id().orElseThrow();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The joined frame of a group, whichever comes first; the other one's messages are not expected before it. */
    private static JsonNode joined(ProtocolClient client, String group) {
        JsonNode joined = client.next();
        assertEquals("joined", joined.get("type").asText());
        assertEquals(group, joined.get("group").asText());
        return joined;
    }

    @Test
    void severalGroupsInOneRequest() {
        Group room = channelBox.group("room-\u00e4");
        Group all = channelBox.group("all@\u00e4");
        String roomId = store(room, "r1");
        String allId = store(all, "a1");
        store(room, "r2");
        store(all, "a2");
        String resume = encode("room-\u00e4@" + roomId) + "," + encode("all@\u00e4@" + allId) + "," + encode("other@x:1");
        for (String value : List.of(resume, encode("room-\u00e4@" + roomId + ",all@\u00e4@" + allId))) {
            try (ProtocolClient client = ProtocolClient.open(base, "/room/%C3%A4?resume=" + value)) {
                JsonNode joined = joined(client, "room-\u00e4");
                assertTrue(joined.get("recovered").asBoolean());
                assertEquals(roomId, joined.get("id").asText());
                assertEquals("r2", client.next().get("data").asText());
                assertTrue(joined(client, "all@\u00e4").get("recovered").asBoolean());
                assertEquals("a2", client.next().get("data").asText());
            }
        }
    }

    @Test
    void onlyWhatIsAskedForIsResumed() {
        String id = store(channelBox.group("all@1"), "a1");
        try (ProtocolClient client = ProtocolClient.open(base, "/room/1?resume=" + encode("all@1@" + id))) {
            assertFalse(joined(client, "room-1").has("recovered"));
            assertTrue(joined(client, "all@1").get("recovered").asBoolean());
        }
    }

    @Test
    void whoMissedTooMuchIsTold() {
        Group few = channelBox.group("few-1");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(store(few, i));
        }
        try (ProtocolClient client = ProtocolClient.open(base, "/few/1?resume=few-1@" + ids.get(6))) {
            assertTrue(joined(client, "few-1").get("recovered").asBoolean());
            assertEquals(List.of(7, 8, 9), client.next(3).stream().map(f -> f.get("data").asInt()).toList());
        }
        try (ProtocolClient client = ProtocolClient.open(base, "/few/1?resume=few-1@" + ids.get(5))) {
            JsonNode joined = joined(client, "few-1");
            assertFalse(joined.get("recovered").asBoolean());
            assertEquals(1, joined.get("missed").asInt());
            assertEquals(ids.get(6), joined.get("id").asText());
            assertEquals(List.of(7, 8, 9), client.next(3).stream().map(f -> f.get("data").asInt()).toList());
        }
        try (ProtocolClient client = ProtocolClient.open(base,
                "/few/1?resume=few-1@" + positions.id("few-1", "otherepoch:3"))) {
            JsonNode joined = joined(client, "few-1");
            assertFalse(joined.get("recovered").asBoolean());
            assertFalse(joined.has("missed"));
            assertEquals(List.of(7, 8, 9), client.next(3).stream().map(f -> f.get("data").asInt()).toList());
        }
    }

    /** It gets no ids, but somebody may have told it one. */
    @Test
    void aPlainClient() {
        Group few = channelBox.group("few-2");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(store(few, "message " + i));
        }
        try (WsClient client = WsClient.open(base, "/few/2?resume=few-2@" + ids.get(6))) {
            assertEquals(List.of("message 7", "message 8", "message 9"), client.next(3));
        }
    }

    @Test
    void anExplicitJoin() {
        Group group = channelBox.group("by-hand");
        String id = store(group, 1);
        store(group, 2);
        try (ProtocolClient client = ProtocolClient.open(base, "/explicit")) {
            client.send("by-hand " + id);
            assertTrue(joined(client, "by-hand").get("recovered").asBoolean());
            assertEquals(2, client.next().get("data").asInt());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "room-1", "room-1@", "@a:1", "room-1@a", "room-1@a:", "room-1@:1", "room-1@a:x", "room-1@A:1",
            "room-1@a:1,", ",room-1@a:1", "room-1@a:1,,room-2@a:1", "room-1@a:1%00", "room-1@a:1234567890123456789" })
    void aMalformedPosition(String value) {
        assertEquals(400, WsClient.upgradeStatus(base, "/room/1?resume=" + value, Map.of()));
    }

    /** Coming back again and again while somebody sends: nothing is missed and nothing comes twice. */
    @Test
    void whileAPublisherRuns() throws Exception {
        Group group = channelBox.group("room-busy");
        int messages = 5_000;
        String position;
        try (ProtocolClient client = ProtocolClient.open(base, "/room/busy")) {
            position = client.next().get("id").asText();
        }
        // No further ahead than the history reaches back.
        Semaphore ahead = new Semaphore(800);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> publisher = thread.submit(() -> {
            for (int i = 0; i < messages; i++) {
                ahead.acquire();
                store(group, i);
            }
            return null;
        });
        List<Integer> seen = new ArrayList<>();
        try {
            while (seen.size() < messages) {
                position = readOn(position, Math.min(50, messages - seen.size()), seen, ahead);
            }
        } catch (AssertionError e) {
            if (publisher.isDone()) {
                // If it has failed, that is why nothing came.
                publisher.get();
            }
            throw e;
        } finally {
            thread.shutdownNow();
        }
        assertEquals(IntStream.range(0, messages).boxed().toList(), seen);
    }

    /** Returns the new position. */
    private String readOn(String from, int count, List<Integer> seen, Semaphore ahead) {
        String position = from;
        try (ProtocolClient client = ProtocolClient.open(base, "/room/busy?resume=room-busy@" + position)) {
            assertTrue(joined(client, "room-busy").get("recovered").asBoolean());
            for (int i = 0; i < count;) {
                JsonNode frame = client.next();
                if (frame.get("group").asText().equals("room-busy")) {
                    seen.add(frame.get("data").asInt());
                    position = frame.get("id").asText();
                    ahead.release();
                    i++;
                }
            }
        }
        return position;
    }
}
