package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** Clients that offer channelbox.v1 get frames with ids; those that do not get payloads, from the same groups. */
class SubprotocolTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Explicit.class))
            .overrideRuntimeConfigKey("quarkus.websockets-next.server.supported-subprotocols", "own.v2")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"replays-{id}\".replay", "2")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"text-{id}\".payload-type", "text")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/{kind}/{id}")
    @ChannelGroup("{kind}-{id}")
    public static class Room {
        @OnTextMessage
        String echo(String text) {
            return "echo " + text;
        }
    }

    @WebSocket(path = "/explicit")
    public static class Explicit {

        @Inject
        ChannelBox channelBox;

        @OnOpen
        void open(WebSocketConnection connection) {
            channelBox.group("first").join(connection);
            channelBox.group("second").join(connection, JoinOptions.defaults().payloadType(PayloadType.TEXT));
        }

        @OnTextMessage
        void joinOrLeave(String text, WebSocketConnection connection) {
            if (text.startsWith("+")) {
                channelBox.group(text.substring(1)).join(connection);
            } else {
                channelBox.group(text).leave(connection);
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
        channelBox.flushHistory().await().indefinitely();
    }

    private static void assertFrame(String json, JsonNode frame) throws IOException {
        assertEquals(MAPPER.readTree(json.replace('\'', '"')), frame);
    }

    @Test
    void joinedComesFirstAndSaysWhereTheLogIs() throws IOException {
        Group group = channelBox.group("room-1");
        try (ProtocolClient client = ProtocolClient.open(base, "/room/1")) {
            JsonNode joined = client.next();
            String id = joined.get("id").asText();
            assertFrame("{'type':'joined','group':'room-1','id':'" + id + "'}", joined);
            assertTrue(id.contains(":0:"));
            String first = group.sendAndAwait("hi", SendOptions.saveHistory()).id().orElseThrow();
            assertFrame("{'type':'message','group':'room-1','id':'" + first + "','data':'hi'}", client.next());
            try (ProtocolClient later = ProtocolClient.open(base, "/room/1")) {
                assertFrame("{'type':'joined','group':'room-1','id':'" + first + "'}", later.next());
            }
        }
    }

    @Test
    void everyKindOfPayload() throws IOException {
        Group group = channelBox.group("room-2");
        try (ProtocolClient client = ProtocolClient.open(base, "/room/2"); WsClient plain = WsClient.open(base, "/room/2")) {
            client.next();
            group.sendAndAwait("a \"quoted\" \u4f60\u597d \ud83d\ude00\n");
            group.sendAndAwait("");
            group.sendAndAwait(Map.of("a", List.of(1, true)), SendOptions.defaults().event("an \"event\""));
            group.sendAndAwait(new byte[] { 0, -1, 62 });
            group.sendAndAwait(new byte[0]);
            assertFrame("{'type':'message','group':'room-2','data':'a \\\"quoted\\\" \u4f60\u597d \ud83d\ude00\\n'}",
                    client.next());
            assertFrame("{'type':'message','group':'room-2','data':''}", client.next());
            assertFrame("{'type':'message','group':'room-2','event':'an \\\"event\\\"','data':{'a':[1,true]}}", client.next());
            assertFrame("{'type':'message','group':'room-2','encoding':'base64','data':'AP8+'}", client.next());
            assertFrame("{'type':'message','group':'room-2','encoding':'base64','data':''}", client.next());
            assertEquals("a \"quoted\" \u4f60\u597d \ud83d\ude00\n", plain.next());
            assertEquals("", plain.next());
            assertEquals("{\"a\":[1,true]}", plain.next());
            assertArrayEquals(new byte[] { 0, -1, 62 }, plain.nextBytes());
            assertArrayEquals(new byte[0], plain.nextBytes());
        }
    }

    @Test
    void whatIsReplayedHasItsIds() throws IOException {
        Group group = channelBox.group("replays-1");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(group.sendAndAwait(i, SendOptions.saveHistory().event("e" + i)).id().orElseThrow());
        }
        try (ProtocolClient client = ProtocolClient.open(base, "/replays/1");
                WsClient plain = WsClient.open(base,
                        "/replays/1")) {
            assertFrame("{'type':'joined','group':'replays-1','id':'" + ids.get(1) + "'}", client.next());
            assertFrame("{'type':'message','group':'replays-1','id':'" + ids.get(2) + "','event':'e2','data':2}",
                    client.next());
            assertFrame("{'type':'message','group':'replays-1','id':'" + ids.get(3) + "','event':'e3','data':3}",
                    client.next());
            assertEquals(List.of("2", "3"), plain.next(2));
        }
    }

    /** A payload type is for those who get payloads. */
    @Test
    void anEnvelopeTakesAnyPayloadThatTheGroupTakes() throws IOException {
        try (ProtocolClient client = ProtocolClient.open(base, "/text/1")) {
            client.next();
            channelBox.group("text-1").sendAndAwait("{}");
            assertFrame("{'type':'message','group':'text-1','data':'{}'}", client.next());
        }
        try (ProtocolClient client = ProtocolClient.open(base, "/explicit")) {
            client.next(2);
            channelBox.group("second").sendAndAwait(Map.of("a", 1));
            assertFrame("{'type':'message','group':'second','data':{'a':1}}", client.next());
        }
    }

    @Test
    void whatGoesToSeveralGroupsIsOfNone() throws IOException {
        try (ProtocolClient client = ProtocolClient.open(base, "/explicit")) {
            assertEquals(List.of("first", "second"), client.next(2).stream().map(f -> f.get("group").asText()).toList());
            channelBox.groups("first", "second").sendAndAwait("once");
            channelBox.group("first").sendAndAwait("then");
            assertFrame("{'type':'message','data':'once'}", client.next());
            assertFrame("{'type':'message','group':'first','data':'then'}", client.next());
        }
    }

    /** Whom it does not reach gets the messages before and after all the same, wherever they are merged. */
    @Test
    void messagesForSome() {
        Group group = channelBox.group("room-3");
        try (ProtocolClient one = ProtocolClient.open(base, "/room/3");
                WsClient two = WsClient.open(base, "/room/3");
                ProtocolClient three = ProtocolClient.open(base, "/room/3")) {
            List<String> ids = group.local().channels().stream().map(c -> c.connection().id()).toList();
            one.next();
            three.next();
            for (int i = 0; i < 300; i++) {
                group.sendAndForget(i, i % 3 == 0 ? SendOptions.defaults().except(ids.get(i / 3 % 3)) : SendOptions.defaults());
            }
            List<List<Integer>> seen = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                List<Integer> numbers = new ArrayList<>();
                while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < 299) {
                    numbers.add(reader == 1 ? Integer.parseInt(two.next())
                            : (reader == 0 ? one : three).next().get("data").asInt());
                }
                seen.add(numbers);
            }
            for (List<Integer> numbers : seen) {
                assertEquals(numbers.stream().sorted().toList(), numbers);
                assertTrue(numbers.size() >= 266 && numbers.size() <= 267, "" + numbers.size());
                for (int i = 0; i < 300; i++) {
                    assertTrue(i % 3 == 0 || numbers.contains(i));
                }
            }
            // Each of them was left out a third of the times.
            for (int i = 0; i < 300; i += 3) {
                int number = i;
                assertEquals(2, seen.stream().filter(numbers -> numbers.contains(number)).count());
            }
        }
    }

    @Test
    void leftIsTold() throws IOException {
        try (ProtocolClient client = ProtocolClient.open(base, "/explicit");
                WsClient plain = WsClient.open(base,
                        "/explicit")) {
            client.next(2);
            await().until(() -> channelBox.group("first").local().size() == 2);
            channelBox.group("first").sendAndAwait("last");
            client.send("first");
            assertFrame("{'type':'message','group':'first','data':'last'}", client.next());
            assertFrame("{'type':'left','group':'first','reason':'left'}", client.next());
            channelBox.group("second").flush().await().indefinitely();
            assertFrame("{'type':'left','group':'second','reason':'flushed'}", client.next());
            client.send("+third");
            assertEquals("third", client.next().get("group").asText());
            assertEquals("last", plain.next());
            assertEquals(0, plain.waiting());
        }
    }

    /** What the endpoint itself sends is its own affair. */
    @Test
    void theEndpointsOwnMessages() {
        try (ProtocolClient client = ProtocolClient.open(base, "/room/4")) {
            client.next();
            client.send("x");
            assertEquals("echo x", client.nextText());
        }
    }

    @Test
    void otherSubprotocols() {
        try (WsClient none = WsClient.open(base, "/room/5");
                WsClient own = WsClient.open(base, "/room/5", Map.of(), "own.v2");
                WsClient unknown = WsClient.open(base, "/room/5", Map.of(), "unknown", "own.v2");
                WsClient both = WsClient.open(base, "/room/5", Map.of(), "channelbox.v1", "own.v2")) {
            assertEquals("", none.subprotocol());
            assertEquals("own.v2", own.subprotocol());
            assertEquals("own.v2", unknown.subprotocol());
            assertEquals("channelbox.v1", both.subprotocol());
            channelBox.group("room-5").sendAndAwait("plain");
            for (WsClient client : List.of(none, own, unknown)) {
                assertEquals("plain", client.next());
            }
            assertTrue(both.next().startsWith("{\"type\":\"hello\""));
            assertTrue(both.next().startsWith("{\"type\":\"joined\""));
        }
    }
}
