package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Who sends more messages or bytes than it may is closed with 1008; what it may save up has come before. */
class InboundRateTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Came.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.messages-per-second", "1")
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.bytes-per-second", "1K")
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.burst", "1m");

    @Singleton
    public static class Came {
        final AtomicInteger messages = new AtomicInteger();
    }

    @WebSocket(path = "/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {
        @Inject
        Came came;

        @OnTextMessage
        void count(String text) {
            came.messages.incrementAndGet();
        }
    }

    @Inject
    Came came;

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private void sendAndBeClosed(String text, int allowed) {
        came.messages.set(0);
        try (WsClient client = WsClient.open(base, "/a")) {
            for (int i = 0; i < allowed; i++) {
                client.send(text);
            }
            await().until(() -> came.messages.get() == allowed);
            assertIsClosed(client, text);
            await().until(() -> channelBox.local().groups().isEmpty());
        }
    }

    private static void assertIsClosed(WsClient client, String text) {
        try {
            while (!client.isClosed()) {
                client.send(text);
            }
        } catch (CompletionException closed) {
            // It came while something was sent.
        }
        assertEquals(1008, client.closeCode());
    }

    @Test
    void messages() {
        sendAndBeClosed("x", 60);
    }

    @Test
    void bytes() {
        sendAndBeClosed("x".repeat(6 * 1024), 10);
    }

    @Test
    void commandsAreMessages() {
        try (WsClient client = WsClient.open(base, "/a", Map.of(), "channelbox.v1")) {
            assertIsClosed(client, "{\"channelbox\":\"pong\"}");
        }
    }
}
