package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A client of the subprotocol knows from the start who it is, and hears something at least once an interval. */
class HelloTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Bare.class, Seen.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "300ms")
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "4s")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {

        @Inject
        Seen seen;

        @OnTextMessage
        void seen(String text) {
            seen.texts.add(text);
        }
    }

    @WebSocket(path = "/bare")
    public static class Bare {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class Seen {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Groups groups;

    @Inject
    Seen seen;

    @TestHTTPResource("/")
    URI base;

    @Test
    void comesFirstWhereverTheClientConnects() {
        for (String path : new String[] { "/room", "/bare" }) {
            try (ProtocolClient client = ProtocolClient.open(base, path)) {
                assertEquals(300, client.heartbeat());
                assertTrue(groups.connection(client.id()).isPresent(), path);
            }
        }
        await().until(() -> groups.connections().isEmpty());
    }

    /** Also where messages come to the connection while it opens. */
    @Test
    void comesBeforeEveryMessage() throws InterruptedException {
        Thread publisher = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                channelBox.group("room").sendAndForget("busy");
                groups.connections().forEach(each -> channelBox.connection(each.id()).sendAndForget("you"));
            }
        });
        publisher.start();
        try {
            for (int i = 0; i < 200; i++) {
                // It fails if the first frame is another one.
                ProtocolClient.open(base, "/room").close();
            }
        } finally {
            publisher.interrupt();
            publisher.join();
        }
        await().until(() -> groups.connections().isEmpty());
    }

    @Test
    void pingsComeWhileNothingElseDoes() {
        try (ProtocolClient client = ProtocolClient.open(base, "/room")) {
            assertTrue(client.nextText().contains("\"joined\""));
            for (int i = 0; i < 3; i++) {
                assertEquals("{\"type\":\"ping\"}", client.nextText());
                client.command("pong");
            }
        }
    }

    /** The answers are no concern of the endpoint, nor are they needed from clients that answer WebSocket pings. */
    @Test
    void whoAnswersOnlyWebSocketPingsStays() throws InterruptedException {
        try (ProtocolClient client = ProtocolClient.open(base, "/room")) {
            assertTrue(client.nextText().contains("\"joined\""));
            // 4 s without an answer would be the end.
            for (int i = 0; i < 18; i++) {
                assertEquals("{\"type\":\"ping\"}", client.nextText());
            }
            client.command("pong");
            client.send("for the endpoint");
            assertEquals("for the endpoint", seen.texts.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatTakesNoNoticeIsClosed() throws IOException {
        ProtocolClient client = ProtocolClient.open(base, "/room");
        // It does not read, so that it answers nothing.
        await().atMost(30, TimeUnit.SECONDS).until(() -> groups.connection(client.id()).isEmpty());
        client.abort();
    }
}
