package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;

/** What is refused at the upgrade, with its status. */
@QuarkusTest
class RefusalTest extends ChatTestBase {

    private int status(String path) {
        return WsClient.upgradeStatus(base, path, Map.of());
    }

    private int statusFrom(String origin) {
        return WsClient.upgradeStatus(base, "/ws/chat/lobby", Map.of("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/ws/query", "/ws/query?group_name=", "/ws/query?other=x", "/ws/query?group_name=a%20b",
            "/ws/query?group_name=%00", "/ws/chat/%00", "/ws/chat/a%0d%0ab", "/ws/chat/a%2Fb", "/ws/chat/a%E2%80%AEb",
            "/ws/chat/a..b", "/ws/chat/%3Cb%3E", "/ws/chat/%20", "/ws/chat/%C0%AF" })
    void badNames(String path) {
        assertEquals(400, status(path));
        get("/api/groups").then().body("$", anEmptyMap());
    }

    /** Over a plain socket: a client would not send them. */
    @ParameterizedTest
    @ValueSource(strings = { "/ws/chat/lobby?name=%zz", "/ws/chat/lobby?name=%", "/ws/query?group_name=%2" })
    void queriesThatCannotBeDecoded(String path) {
        IOException refused = assertThrows(IOException.class, () -> RawWebSocket.open(base, path).close());
        assertTrue(refused.getMessage().contains("HTTP/1.1 400"), refused::getMessage);
    }

    @Test
    void theLongestName() {
        assertEquals(101, status("/ws/query?group_name=" + "x".repeat(200)));
        assertEquals(400, status("/ws/query?group_name=" + "x".repeat(201)));
        assertEquals(101, status("/ws/chat/" + "x".repeat(195)));
        assertEquals(400, status("/ws/chat/" + "x".repeat(196)));
        // A character outside the basic plane counts as one.
        assertEquals(101, status("/ws/query?group_name=" + "%F0%90%90%80".repeat(200)));
        assertEquals(400, status("/ws/query?group_name=" + "%F0%90%90%80".repeat(201)));
    }

    /** Longer than the server's own limit for a request line. */
    @Test
    void aNameOf64Kilobytes() {
        int status = status("/ws/query?group_name=" + "x".repeat(64 * 1024));
        assertTrue(status == 400 || status == 414, () -> "status " + status);
        assertEquals(101, status("/ws/query?group_name=ok"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "lobby", "L-1_2.3:4@5+6", "%C3%A4%C3%B6", "%E4%BD%A0%E5%A5%BD", "%E0%A4%B9%E0%A4%BF" })
    void goodNames(String name) {
        assertEquals(101, status("/ws/chat/" + name));
    }

    @Test
    void origins() {
        assertEquals(101, statusFrom("http://" + base.getAuthority()));
        assertEquals(403, statusFrom("https://evil.example"));
        assertEquals(403, statusFrom("http://" + base.getHost() + ":1"));
        assertEquals(403, statusFrom("null"));
        assertEquals(403, statusFrom("nonsense"));
    }

    @Test
    void aRefusalDisturbsNobody() {
        try (WsClient ann = chat("lobby")) {
            assertEquals(400, status("/ws/chat/a..b"));
            assertEquals(403, statusFrom("https://evil.example"));
            ann.send(said("ann", "hi"));
            assertEquals(said("ann", "hi"), ann.next());
            assertEquals(1, channels("chat-lobby"));
        }
    }
}
