package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;

/** The three WebSocket endpoints. */
@QuarkusTest
class ConversationTest extends ChatTestBase {

    @Test
    void everybodyInTheGroupHearsWhatIsSaid() {
        try (WsClient ann = chat("lobby"); WsClient bob = chat("lobby"); WsClient elsewhere = chat("garden")) {
            ann.send(said("ann", "hi"));
            bob.send("{\"message\":\"h\\u00f6, <b>you</b>\", \"username\":\"bob\"}");
            List<String> both = List.of(said("ann", "hi"), said("bob", "h\u00f6, <b>you</b>"));
            // Two senders: either may be first.
            assertEquals(both.stream().sorted().toList(), ann.next(2).stream().sorted().toList());
            assertEquals(both.stream().sorted().toList(), bob.next(2).stream().sorted().toList());
            elsewhere.send(said("eve", "nobody here?"));
            assertEquals(said("eve", "nobody here?"), elsewhere.next());
        }
    }

    @Test
    void whoComesLaterSeesTheLastFiftyMessages() {
        List<String> all = new ArrayList<>();
        try (WsClient ann = chat("lobby")) {
            for (int i = 0; i < 60; i++) {
                all.add(said("ann", "message " + i));
                ann.send(all.get(i));
            }
            assertEquals(all, ann.next(60));
            try (WsClient bob = chat("lobby")) {
                ann.send(said("ann", "live"));
                assertEquals(all.subList(10, 60), bob.next(50));
                assertEquals(said("ann", "live"), bob.next());
            }
        }
    }

    @Test
    void theQueryNamesTheWholeGroup() {
        try (WsClient chat = chat("lobby"); WsClient query = WsClient.open(base, "/ws/query?group_name=chat-lobby")) {
            query.send(said("ann", "hi"));
            assertEquals(said("ann", "hi"), chat.next());
            assertEquals(said("ann", "hi"), query.next());
            assertEquals(2, channels("chat-lobby"));
        }
    }

    @Test
    void theRelaySendsEveryFrameAsItIs() {
        try (WsClient one = WsClient.open(base, "/ws/relay/r"); WsClient two = WsClient.open(base, "/ws/relay/r")) {
            one.send("any text, \u4f60\u597d \ud83d\ude00");
            one.send(new byte[] { 0, 1, -1 });
            one.send("");
            one.send(new byte[0]);
            for (WsClient client : List.of(one, two)) {
                assertEquals("any text, \u4f60\u597d \ud83d\ude00", client.next());
                assertArrayEquals(new byte[] { 0, 1, -1 }, client.nextBytes());
                assertEquals("", client.next());
                assertArrayEquals(new byte[0], client.nextBytes());
            }
            history("relay-r").body("$", hasSize(0));
        }
    }

    /** Two values of one path parameter are two groups. */
    @Test
    void everyValueHasItsOwnGroup() {
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(chat("room" + i));
        }
        for (int i = 0; i < 20; i++) {
            clients.get(i).send(said("ann", "in " + i));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(said("ann", "in " + i), clients.get(i).next());
        }
        for (WsClient client : clients) {
            assertEquals(0, client.waiting());
            client.close();
        }
    }

    @Test
    void whatIsNoChatMessageIsIgnored() {
        try (WsClient ann = chat("lobby"); WsClient bob = chat("lobby")) {
            Garbage.FRAMES.forEach(ann::send);
            ann.send(new byte[] { 1, 2, 3 });
            ann.send(said("ann", "still here"));
            assertEquals(said("ann", "still here"), ann.next());
            assertEquals(said("ann", "still here"), bob.next());
            assertFalse(ann.isClosed());
            history("chat-lobby").body("payload.message", contains("still here"));
        }
    }

    /** What JSON can escape and UTF-8 cannot hold. */
    @Test
    void halfACharacterHarmsNobody() {
        try (WsClient ann = chat("lobby"); WsClient bob = chat("lobby")) {
            ann.send(said("ann", "\\ud800"));
            ann.send(said("ann", "still here"));
            String next = bob.next();
            assertEquals(said("ann", "still here"), next.contains("still here") ? next : bob.next());
            assertFalse(ann.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "%20%20", "01234567890123456789012345678901234567890123456789"
            + "012345678901234567890123456789012345678901234567890" })
    void aNameThatIsNoneIsAnonymous(String name) {
        try (WsClient ann = WsClient.open(base, "/ws/chat/lobby?name=" + name); WsClient bob = chat("lobby")) {
            bob.send(said("bob", "hi"));
            assertEquals(said("bob", "hi"), ann.next());
            get("/api/groups/chat-lobby/members").then().statusCode(200).body("name", contains((Object) null))
                    .body("connections", contains(2));
        }
    }

    @Test
    void tellsWhoIsThere() {
        try (WsClient ann = WsClient.open(base, "/ws/chat/lobby?name=ann");
                WsClient bob = WsClient.open(base,
                        "/ws/chat/lobby?name=bob%20%26%20co");
                WsClient again = WsClient.open(base, "/ws/chat/lobby?name=ann");
                WsClient anonymous = chat("lobby")) {
            eventually(() -> get("/api/groups/chat-lobby/members").then().statusCode(200)
                    .body("name", contains(null, "ann", "bob & co")).body("connections", contains(1, 2, 1)));
        }
        eventually(() -> get("/api/groups/chat-lobby/members").then().body("$", hasSize(0)));
    }
}
