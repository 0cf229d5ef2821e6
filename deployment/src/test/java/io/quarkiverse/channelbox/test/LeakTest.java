package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.LeakDetection;
import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.Blocking;

/** All buffers are given back, by Netty's own bookkeeping: a buffer that the test leaks on purpose is the only one it finds. */
class LeakTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClass(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.replay", "10");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    @ChannelGroup("all")
    public static class Room {
        @OnTextMessage
        @Blocking
        void own(String text, WebSocketConnection connection) {
            connection.sendTextAndAwait(text.repeat(100_000));
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void givesEverythingBack() throws IOException {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
        try (LogLines leaks = new LogLines(ResourceLeakDetector.class.getName())) {
            everythingThatCanHappen();
            PooledByteBufAllocator.DEFAULT.directBuffer(64).touch(LeakDetection.ON_PURPOSE);
            // Found when the next buffer is made after a garbage collection.
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                System.gc();
                PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
                return !leaks.with(LeakDetection.ON_PURPOSE).isEmpty();
            });
            assertEquals(leaks.with(LeakDetection.ON_PURPOSE), leaks.all());
        }
    }

    private void everythingThatCanHappen() throws IOException {
        Group group = channelBox.group("room-1");
        String large = "x".repeat(30_000);
        try (WsClient reads = WsClient.open(base, "/room/1")) {
            WsClient breaks = WsClient.open(base, "/room/1");
            for (int i = 0; i < 100; i++) {
                group.sendAndAwait("stored " + i, SendOptions.saveHistory());
                channelBox.group("all").sendAndAwait("to all " + i);
                channelBox.groups("all", "room-1").sendAndAwait("to both " + i);
                reads.next(3);
                if (i == 50) {
                    breaks.abort();
                }
                if (i % 10 == 0) {
                    reads.send("own");
                    reads.next();
                    WsClient.open(base, "/room/1").close();
                }
            }
            try (Socket slow = RawWebSocket.open(base, "/room/1")) {
                await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60)).until(() -> {
                    for (int i = 0; i < 50; i++) {
                        group.sendAndAwait(large);
                        reads.next();
                    }
                    return group.local().size() == 1;
                });
            }
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }
}
