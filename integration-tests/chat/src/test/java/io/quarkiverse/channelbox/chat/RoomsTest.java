package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;

/** What the page asks the server for: several rooms over one socket. */
@QuarkusTest
class RoomsTest extends ChatTestBase {

    private ProtocolClient connect(String name) {
        return ProtocolClient.open(base, "/ws/rooms?name=" + name);
    }

    private static JsonNode ask(ProtocolClient client, String command, Object... members) {
        return client.answerTo(client.ask(command, members));
    }

    private static void join(ProtocolClient client, String... groups) {
        for (String group : groups) {
            assertEquals("joined", ask(client, "join", "group", group).get("type").asText());
        }
    }

    private static JsonNode say(ProtocolClient client, Object data) {
        return ask(client, "event", "event", "message", "data", data);
    }

    private static Map<String, Object> message(String room, String username, String text) {
        return Map.of("room", room, "username", username, "message", text);
    }

    private static void assertRefused(int code, JsonNode reply) {
        assertEquals(code, reply.at("/error/code").asInt(), reply::toString);
    }

    @Test
    void whatIsSaidInARoomIsKeptThereAndAnswered() {
        try (ProtocolClient ann = connect("ann"); WsClient bob = chat("one"); WsClient cleo = chat("two")) {
            get("/api/groups").then().body("keySet()", containsInAnyOrder("chat-one", "chat-two"));
            join(ann, "chat-one", "chat-two");
            String id = say(ann, message("one", "ann", "in one")).get("data").asText();
            say(ann, message("two", "ann", "in two"));
            assertEquals(said("ann", "in one"), bob.next());
            assertEquals(said("ann", "in two"), cleo.next());
            history("chat-one").body("id", contains(id)).body("payload.message", contains("in one"));
        }
    }

    @Test
    void withTheSameKeyItIsSaidOnce() {
        try (ProtocolClient ann = connect("ann")) {
            join(ann, "chat-one");
            Map<String, Object> data = new HashMap<>(message("one", "ann", "hi"));
            data.put("key", "k");
            assertEquals(say(ann, data).get("data"), say(ann, data).get("data"));
            history("chat-one").body("$", hasSize(1));
        }
    }

    @Test
    void onlyWhoIsInARoomTalksThere() {
        try (ProtocolClient ann = connect("ann"); WsClient bob = chat("one")) {
            assertRefused(403, say(ann, message("one", "ann", "hi")));
            join(ann, "chat-one");
            say(ann, message("one", "ann", "now"));
            assertEquals(said("ann", "now"), bob.next());
            ask(ann, "leave", "group", "chat-one");
            assertRefused(403, say(ann, message("one", "ann", "hi")));
            assertRefused(403, ask(ann, "publish", "group", "chat-one", "data", message("one", "ann", "hi")));
        }
    }

    @Test
    void whatIsNoMessageIsRefused() {
        try (ProtocolClient ann = connect("ann")) {
            join(ann, "chat-one");
            for (Object data : List.of("text", 1, List.of(), Map.of(), message("one", "", "hi"), message("one", "ann", "  "),
                    message("one", "a".repeat(101), "hi"), Map.of("room", "one", "username", "ann"),
                    Map.of("room", "one", "username", "ann", "message", "hi", "key", ""))) {
                assertRefused(400, say(ann, data));
            }
            history("chat-one").body("$", hasSize(0));
        }
    }

    /** Members may join and publish whatever they like there, but the room never hears of it. */
    @Test
    void whoTypesDisturbsNobody() throws Exception {
        try (ProtocolClient ann = connect("ann");
                ProtocolClient bob = connect("bob");
                WsClient plain = chat("one")) {
            join(ann, "chat-one", "typing-one");
            join(bob, "chat-one", "typing-one");
            assertEquals("reply",
                    ask(ann, "publish", "group", "typing-one", "event", "typing", "data", Map.of("username", "ann")).get("type")
                            .asText());
            JsonNode typing = bob.next();
            assertEquals("typing", typing.path("event").asText(), typing::toString);
            assertEquals("ann", typing.at("/data/username").asText());
            say(ann, message("one", "ann", "done"));
            assertEquals(said("ann", "done"), plain.next());
            history("typing-one").body("$", hasSize(0));
            assertRefused(403, ask(ann, "join", "group", "relay-one"));
        }
    }

    @Test
    void peopleAreThereByName() {
        try (ProtocolClient ann = connect("ann%20%3Cb%3E");
                ProtocolClient bob = ProtocolClient.open(base, "/ws/rooms")) {
            join(ann, "chat-one", "chat-two");
            join(bob, "chat-two");
            eventually(() -> get("/api/groups/chat-one/members").then().body("name", contains("ann <b>")));
            eventually(() -> get("/api/groups/chat-two/members").then().body("name", contains(null, "ann <b>")));
            get("/api/groups/chat-one").then().body("channels", is(1));
        }
        eventually(() -> get("/api/groups").then().body("$", anEmptyMap()));
    }
}
