package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.WsClient;

/** Whoever can connect can send nonsense: that must not fill the log. */
@Tag("long")
class QuietLogIT {

    @Test
    void badInputLeavesOneLineForWhatTheConfigurationDecides() throws IOException, InterruptedException {
        try (PackagedApplication application = PackagedApplication.start()) {
            URI base = application.base();
            for (String path : List.of("/ws/chat/lobby", "/ws/query?group_name=other")) {
                WsClient ann = WsClient.open(base, path);
                Garbage.FRAMES.forEach(ann::send);
                ann.send(new byte[] { 1, 2, 3 });
                ann.send(ChatTestBase.said("ann", "hi"));
                assertEquals(ChatTestBase.said("ann", "hi"), ann.next());
                assertFalse(ann.isClosed());
                ann.close();
            }
            assertEquals(400, WsClient.upgradeStatus(base, "/ws/chat/a..b", Map.of()));
            assertEquals(400, WsClient.upgradeStatus(base, "/ws/query", Map.of()));
            for (int i = 0; i < 3; i++) {
                assertEquals(403, WsClient.upgradeStatus(base, "/ws/chat/lobby", Map.of("Origin", "https://evil.example")));
            }
            for (String path : List.of("/ws/chat/lobby", "/api/groups", "/")) {
                for (String host : List.of("Host: a:b:c", "Host: evil@good")) {
                    assertEquals(400, RawHttp.upgrade(base, path, host).status(), path);
                }
            }
            speakHttp2(base);
            sendChunks(base);
            leaveAtOnce(base);
            leaveBeforeTheAnswer(base);
            application.terminate();
            application.exitCode();
            List<String> complaints = application.complaints();
            assertEquals(2, complaints.size(), complaints::toString);
            assertTrue(complaints.get(0).contains("quarkus.channel-box.group-name-pattern"), complaints::toString);
            assertTrue(complaints.get(1).contains("'https://evil.example'"), complaints::toString);
        }
    }

    private static void speakHttp2(URI base) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ngarbage".getBytes(StandardCharsets.US_ASCII));
            assertTrue(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).endsWith("501"));
        }
    }

    /** How long the body is, is known only when it is too long. */
    private static void sendChunks(URI base) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/groups/chat-lobby/messages HTTP/1.1\r\nHost: " + base.getAuthority()
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 4; i++) {
                out.write(("10000\r\n" + "1".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            // A byte too many, and nothing after it: what the server does not read would make it reset the connection.
            out.write("1\r\n1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 413", new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        }
    }

    /** The connection may be gone before the application has dealt with its name. */
    private static void leaveAtOnce(URI base) {
        for (int i = 0; i < 200; i++) {
            WsClient.open(base, "/ws/chat/hasty?name=ann").abort();
        }
        awaitNobody(base);
    }

    /** As browsers do that are closed while a server that has just come back is busy with everybody's upgrade. */
    private static void leaveBeforeTheAnswer(URI base) throws IOException {
        byte[] upgrade = ("GET /ws/chat/hasty HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 400; i++) {
            try (Socket socket = new Socket(base.getHost(), base.getPort())) {
                socket.getOutputStream().write(upgrade);
                // It is reset, not closed.
                socket.setSoLinger(true, 0);
            }
        }
        // Upgrades are decided in turn: when these are, those are, on whichever event loop.
        for (int i = 0; i < 16; i++) {
            WsClient.open(base, "/ws/chat/hasty").close();
        }
        awaitNobody(base);
    }

    private static void awaitNobody(URI base) {
        ChatTestBase.eventually(() -> assertEquals(0,
                get(base.resolve("/api/groups/chat-hasty")).then().extract().<Integer> path("channels")));
    }
}
