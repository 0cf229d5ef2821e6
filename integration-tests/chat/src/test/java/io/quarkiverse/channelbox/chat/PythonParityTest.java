package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;

/** What the test suite of the Python package shows, here over real sockets; for expiry see {@link ExpiryParityTest}. */
@QuarkusTest
class PythonParityTest extends ChatTestBase {

    @Test
    void addAndRemove() {
        try (WsClient client = chat("lobby")) {
            assertEquals(1, channels("chat-lobby"));
        }
        eventually(() -> assertEquals(0, channels("chat-lobby")));
        get("/api/groups").then().body("$", anEmptyMap());
    }

    /** Introducing itself joins the group that the connection is in already. */
    @Test
    void noDuplicateMembership() {
        try (WsClient client = WsClient.open(base, "/ws/chat/lobby?name=ann")) {
            eventually(() -> get("/api/groups/chat-lobby/members").then().body("name", contains("ann")));
            assertEquals(1, channels("chat-lobby"));
            post("chat-lobby", "1").body("delivered", is(1));
            post("chat-lobby", "2").body("delivered", is(1));
            assertEquals("1", client.next());
            assertEquals("2", client.next());
        }
    }

    @Test
    void flushGroups() {
        try (WsClient one = chat("one"); WsClient two = chat("two"); WsClient three = chat("two")) {
            given().delete("/api/groups").then().statusCode(200).body("groups", is(2)).body("channels", is(3));
            get("/api/groups").then().body("$", anEmptyMap());
            post("chat-two", "\"nobody\"").body("delivered", is(0));
            // The sockets are open, and in no group.
            one.send(said("ann", "is ignored"));
            one.ping();
            assertFalse(one.isClosed());
            history("chat-one").body("$", hasSize(0));
        }
    }

    @Test
    void aClosedSocketIsDroppedOnSend() {
        WsClient client = chat("lobby");
        client.abort();
        eventually(() -> post("chat-lobby", "1").body("delivered", is(0)));
        assertEquals(0, channels("chat-lobby"));
    }

    @Test
    void aPartialDisconnectLeavesTheOthers() {
        try (WsClient one = chat("lobby"); WsClient three = chat("lobby")) {
            WsClient two = chat("lobby");
            assertEquals(3, channels("chat-lobby"));
            two.close();
            eventually(() -> assertEquals(2, channels("chat-lobby")));
            post("chat-lobby", "1").body("delivered", is(2));
            assertEquals("1", one.next());
            assertEquals("1", three.next());
        }
    }

    @Test
    void textPayload() {
        try (WsClient one = WsClient.open(base, "/ws/relay/text"); WsClient two = WsClient.open(base, "/ws/relay/text")) {
            one.send("plain text");
            assertEquals("plain text", two.next());
        }
    }

    @Test
    void historySaved() {
        post("chat-lobby", said("ann", "hi")).body("stored", is(true));
        history("chat-lobby").body("payload.message", contains("hi"));
    }

    @Test
    void historyNotSaved() {
        postWithoutHistory("chat-lobby", said("ann", "hi")).body("stored", is(false));
        history("chat-lobby").body("$", hasSize(0));
    }

    @Test
    void flushHistory() {
        post("chat-one", "1");
        post("chat-two", "2");
        post("chat-two", "3");
        given().delete("/api/history").then().statusCode(200).body("messages", is(3));
        get("/api/history").then().statusCode(200).body("$", anEmptyMap());
        try (WsClient late = chat("two")) {
            post("chat-two", "4");
            assertEquals("4", late.next());
        }
    }
}
