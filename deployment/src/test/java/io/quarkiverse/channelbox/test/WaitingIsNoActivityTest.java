package io.quarkiverse.channelbox.test;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Messages that wait for a socket that takes nothing are no activity of its connection, those that it takes are. */
class WaitingIsNoActivityTest {

    private static final String LARGE = "x".repeat(20_000);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, ManualTime.class, NarrowSockets.class, SlowCounts.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.slow-consumer", "drop")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "1M")
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "60s")
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
    SlowCounts slowConsumers;

    @Inject
    ManualTime time;

    @TestHTTPResource("/")
    URI base;

    @Test
    void lastActive() {
        Group group = channelBox.group("room");
        try (WsClient client = WsClient.open(base, "/room")) {
            Channel channel = group.local().channels().iterator().next();
            time.advance(ofSeconds(1));
            group.sendAndAwait(LARGE);
            client.next();
            await().until(() -> channel.lastActive().equals(time.now()));
            client.pause();
            while (slowConsumers.dropped() < 20) {
                group.sendAndAwait(LARGE);
            }
            // What its socket has taken until now is told by the next beats, as of the time at which they come.
            await().pollDelay(ofMillis(2_500)).until(() -> true);
            // It takes nothing any more.
            Instant last = channel.lastActive();
            for (int i = 0; i < 20; i++) {
                time.advance(ofSeconds(1));
                group.sendAndAwait(LARGE);
            }
            await().until(() -> slowConsumers.dropped() >= 40);
            assertEquals(last, channel.lastActive());
            client.resume();
            await().until(() -> channel.lastActive().equals(time.now()));
        }
    }
}
