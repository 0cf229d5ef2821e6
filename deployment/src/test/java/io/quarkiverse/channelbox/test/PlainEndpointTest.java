package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** An endpoint without the annotation is as WebSockets Next has it: nothing is checked, joined or pinged. */
class PlainEndpointTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Echo.class, Joins.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels", "1")
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "1ms");

    @WebSocket(path = "/echo/{name}")
    public static class Echo {
        @OnTextMessage
        String echo(String text) {
            return text;
        }
    }

    @WebSocket(path = "/joins")
    @ChannelGroup("joins")
    public static class Joins extends Echo {
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    /** Quarkus agrees to it where nobody says otherwise; an endpoint with a group does only where it is asked for. */
    @Test
    void isCompressedWhereOthersAreNot() throws Exception {
        assertTrue(agreesToCompression("/echo/a", "X-Nothing: 1"));
        assertFalse(agreesToCompression("/joins", "X-Nothing: 1"));
        assertFalse(agreesToCompression("/echo/a", "Sec-WebSocket-Protocol: channelbox.v1"));
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    private boolean agreesToCompression(String path, String header) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            return RawWebSocket.upgrade(socket, base, path, "Sec-WebSocket-Extensions: permessage-deflate", header)
                    .contains("permessage-deflate");
        }
    }

    @Test
    void isUntouched() {
        Map<String, String> evil = Map.of("Origin", "https://evil.example");
        try (WsClient one = WsClient.open(base, "/echo/a..b", evil); WsClient two = WsClient.open(base, "/echo/c", evil)) {
            for (WsClient client : new WsClient[] { one, two }) {
                client.send("hello");
                assertEquals("hello", client.next());
                assertEquals(0, client.pings());
            }
            assertTrue(channelBox.local().groups().isEmpty());
        }
    }
}
