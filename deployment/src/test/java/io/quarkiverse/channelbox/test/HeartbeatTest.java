package io.quarkiverse.channelbox.test;

import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A client that answers pings stays for ever; one that does not is closed with 4408, and cut off if it ignores that, too. */
@Tag("long")
class HeartbeatTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Left.class, ManualTime.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.cleanup.every", "off");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    ManualTime time;

    @Inject
    Left left;

    @TestHTTPResource("/")
    URI base;

    @Test
    void whoAnswersStays() {
        try (WsClient client = WsClient.open(base, "/room/1")) {
            Channel channel = channelBox.group("room-1").local().channels().iterator().next();
            for (int round = 1; round <= 3; round++) {
                int pings = round;
                time.advance(ofSeconds(25));
                await().until(() -> client.pings() == pings && channel.lastActive().equals(time.now()));
            }
            assertEquals(1, channelBox.group("room-1").local().size());
            assertFalse(client.isClosed());
        }
        await().until(() -> channelBox.local().groups().isEmpty() && left.isToldOfAll());
    }

    @Test
    void whoDoesNotAnswerIsClosedAndCutOff() throws IOException {
        left.reasons.clear();
        try (Socket socket = RawWebSocket.open(base, "/room/2")) {
            InputStream in = socket.getInputStream();
            time.advance(ofSeconds(25));
            assertFrame(in, 0x9, "channel-box".length());
            assertEquals(1, channelBox.group("room-2").local().size());
            // The time to answer starts when the ping has been written, just now.
            await().until(() -> {
                time.advance(ofSeconds(10));
                return channelBox.group("room-2").local().size() == 0;
            });
            // Observers are told a moment later.
            await().untilAsserted(() -> assertEquals(List.of(LeaveReason.EXPIRED), left.reasons));
            int length = assertFrame(in, 0x8, -1);
            assertEquals("expired".length() + 2, length);
            // The client neither answers the close frame nor closes: the server does.
            assertEquals(-1, in.read());
        }
    }

    private static int assertFrame(InputStream in, int opcode, int length) throws IOException {
        assertEquals(0x80 | opcode, in.read());
        int actual = in.read();
        if (length >= 0) {
            assertEquals(length, actual);
        }
        in.readNBytes(actual);
        return actual;
    }
}
