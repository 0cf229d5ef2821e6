package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;

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

/** The cleanup runs by itself, in an application that schedules nothing of its own. */
class ScheduledCleanupTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, ManualTime.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.cleanup.every", "1s")
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "0");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    ManualTime time;

    @TestHTTPResource("/")
    URI base;

    @Test
    void closesExpiredConnections() {
        try (WsClient client = WsClient.open(base, "/room")) {
            time.advance(Duration.ofHours(1));
            assertEquals(4408, client.closeCode());
            assertEquals(0, channelBox.group("room").local().size());
        }
    }
}
