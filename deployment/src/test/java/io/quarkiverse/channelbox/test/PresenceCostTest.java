package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** One client that comes and goes all the time does not make the server write without end. */
class PresenceCostTest {

    private static final int BYTES_PER_SECOND = 100;
    private static final String END = "the end";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.max-bytes-per-second", String.valueOf(BYTES_PER_SECOND));

    @WebSocket(path = "/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private WsClient open() {
        return WsClient.open(base, "/a", Map.of(), "channelbox.v1");
    }

    @Test
    void whatComesAndGoesCostsABoundedNumberOfBytes() {
        List<WsClient> members = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            members.add(open());
        }
        try {
            for (int i = 0; i < 200; i++) {
                open().close();
            }
            channelBox.group("room-a").sendAndAwait(END);
            long bytes = 0;
            for (WsClient member : members) {
                for (String frame = member.next(); !frame.contains(END); frame = member.next()) {
                    bytes += frame.contains("\"presence\"") ? frame.length() : 0;
                }
            }
            // What was saved up, one frame for all that went beyond it, and what came by the second meanwhile.
            assertTrue(bytes > 0 && bytes < 2 * 256 * BYTES_PER_SECOND, bytes + " bytes");
        } finally {
            members.forEach(WsClient::close);
        }
    }
}
