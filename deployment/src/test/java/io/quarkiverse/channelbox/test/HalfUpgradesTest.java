package io.quarkiverse.channelbox.test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Only connections have places: what looks like an upgrade and becomes none holds nothing, however long TCP stays open. */
class HalfUpgradesTest {

    private static final int PLACES = 50;
    private static final String UPGRADE = "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==|";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels", String.valueOf(PLACES));

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Memberships memberships;

    @TestHTTPResource("/")
    URI base;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "426; GET  HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 12",
            "426; GET  HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 8",
            "426; GET  HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 8",
            "400; GET  HTTP/1.1; " + UPGRADE,
            "400; GET  HTTP/1.0; " + UPGRADE + "Sec-WebSocket-Version: 13",
            "405; POST HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 13|Content-Length: 0",
            "405; HEAD HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 13",
            "400; GET  HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 13|Content-Length: 10",
            "400; GET  HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 13|Transfer-Encoding: chunked",
            "400; GET  HTTP/1.1; " + UPGRADE + "Sec-WebSocket-Version: 13|Content-Length: 10|Expect: 100-continue",
            "400; GET  HTTP/1.1; Connection: Upgrade|Sec-WebSocket-Key: AA==|Sec-WebSocket-Version: 13",
            "400; GET  HTTP/1.1; Upgrade: websocket|Sec-WebSocket-Key: AA==|Sec-WebSocket-Version: 13",
            "400; GET  HTTP/1.1; Connection: upgraded|Upgrade: websocket|Sec-WebSocket-Key: AA==|Sec-WebSocket-Version: 13",
            "400; GET  HTTP/1.1; Connection: Upgrade|Upgrade: h2c|Sec-WebSocket-Key: AA==|Sec-WebSocket-Version: 13",
            "404; GET  HTTP/1.1; Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13" })
    void holdNothing(int status, String line, String headers) throws IOException {
        String request = line.replaceFirst(" +", " /room/half ") + "\r\nHost: " + base.getAuthority() + "\r\n"
                + headers.replace("|", "\r\n") + "\r\n\r\n";
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                Socket socket = new Socket(base.getHost(), base.getPort());
                sockets.add(socket);
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(request.getBytes(US_ASCII));
                String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
                assertEquals(String.valueOf(status), answer.substring(9), answer);
            }
            assertEquals(0, memberships.size());
            assertTrue(memberships.hasPlaces(List.of("room-half")));
            try (WsClient witness = WsClient.open(base, "/room/half")) {
                assertEquals(1, channelBox.group("room-half").local().size());
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().until(() -> memberships.size() == 0 && channelBox.local().groups().isEmpty());
    }

    /** A client sends upgrades without waiting for the answer to the first one: only that can become a connection. */
    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 10 })
    void norDoUpgradesInOneWrite(int count) throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < count; i++) {
            requests.append("GET /room/half-" + i + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n"
                    + UPGRADE.replace("|", "\r\n") + "Sec-WebSocket-Version: 13\r\n\r\n");
        }
        for (int i = 0; i < PLACES; i++) {
            try (Socket socket = new Socket(base.getHost(), base.getPort())) {
                socket.getOutputStream().write(requests.toString().getBytes(US_ASCII));
                assertEquals("101", new String(socket.getInputStream().readNBytes(12), US_ASCII).substring(9));
            }
        }
        await().until(() -> memberships.size() == 0 && channelBox.local().groups().isEmpty());
        assertTrue(memberships.hasPlaces(IntStream.range(0, PLACES).mapToObj(i -> "room-" + i).toList()));
    }

    /** The request is whole but for its end. */
    @Test
    void norDoHalfRequests() throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort());
                WsClient witness = WsClient.open(base, "/room/half")) {
            socket.getOutputStream().write(("GET /room/half HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n"
                    + UPGRADE.replace("|", "\r\n") + "Sec-WebSocket-Version: 13\r\n").getBytes(US_ASCII));
            assertEquals(1, memberships.size());
        }
        await().until(() -> memberships.size() == 0);
    }
}
