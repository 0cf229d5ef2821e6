package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/** What goes over the wire is right whatever the connection negotiated and whatever else is sent on it. */
class WireTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClass(Room.class))
            .overrideConfigKey("quarkus.websockets-next.server.supported-subprotocols", "chat.v2")
            .overrideConfigKey("quarkus.websockets-next.server.per-message-compression-supported", "true")
            .overrideRuntimeConfigKey("quarkus.channel-box.compression", "true")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "64M");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        /** Sends, from a worker thread, a message that is so large that it goes in several frames. */
        @OnTextMessage
        @Blocking
        void own(String text, WebSocketConnection connection) {
            connection.sendTextAndAwait(text + "o".repeat(200_000));
        }
    }

    /** What is compressed where that was agreed on. */
    private static final String LARGE = "g".repeat(2000);

    @Inject
    ChannelBox channelBox;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 125, 126, 65_535, 65_536, 65_537, 1_000_000 })
    void payloadsOfAnySize(int size) {
        Group group = channelBox.group("room-1");
        try (WsClient client = WsClient.open(base, "/room/1")) {
            String text = "\u00e4".repeat(size / 2) + "x".repeat(size % 2);
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            group.sendAndAwait(text);
            group.sendAndAwait(bytes);
            assertEquals(text, client.next());
            assertArrayEquals(bytes, client.nextBytes());
        }
    }

    /** Between the frames of one message no other may come. */
    @Test
    void messagesOfTheEndpointInBetween() {
        Group group = channelBox.group("room-2");
        try (WsClient client = WsClient.open(base, "/room/2")) {
            CompletableFuture<Void> own = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    client.send("own" + i + ":");
                }
            });
            int[] sent = { 0 };
            CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
                while (!own.isDone() || sent[0] < 2000) {
                    group.sendAndAwait("group" + sent[0]++);
                }
                group.sendAndAwait("end");
            });
            int ownSeen = 0;
            int groupSeen = 0;
            boolean isOver = false;
            while (ownSeen < 50 || !isOver) {
                String message = client.next();
                if (message.equals("end")) {
                    isOver = true;
                } else if (message.startsWith("own")) {
                    assertEquals("own" + ownSeen++ + ":" + "o".repeat(200_000), message);
                } else {
                    assertEquals("group" + groupSeen++, message);
                }
            }
            others.join();
            assertEquals(sent[0], groupSeen);
        }
    }

    @Test
    void withCompressionAndASubprotocol() throws Exception {
        try (Socket negotiates = new Socket(base.getHost(), base.getPort())) {
            String answer = RawWebSocket.upgrade(negotiates, base, "/room/3", "Sec-WebSocket-Extensions: permessage-deflate");
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("sec-websocket-extensions: permessage-deflate"), answer);
        }
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setTryUsePerMessageCompression(true)
                .setMaxMessageSize(1_000_000));
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        var socket = client.connect(new WebSocketConnectOptions().setHost(base.getHost()).setPort(base.getPort())
                .setURI("/room/3").addSubProtocol("chat.v2")).toCompletionStage().toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        socket.textMessageHandler(messages::add);
        assertEquals("chat.v2", socket.subProtocol());
        Group group = channelBox.group("room-3");
        for (int i = 0; i < 20; i++) {
            group.sendAndAwait("group" + i + LARGE);
            socket.writeTextMessage("own" + i);
            List<String> both = List.of(poll(messages), poll(messages));
            assertTrue(both.contains("group" + i + LARGE), () -> both.toString().substring(0, 50));
            assertTrue(both.stream().anyMatch(m -> m.startsWith("own") && m.endsWith("ooo") && m.length() > 200_000));
        }
        socket.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        client.close();
    }

    private static String poll(BlockingQueue<String> messages) throws InterruptedException {
        String message = messages.poll(20, TimeUnit.SECONDS);
        assertTrue(message != null, "no message came");
        return message;
    }

    /** Members come and go, and break, while messages are on their way: whoever stays gets all of them. */
    @Test
    void membersComeAndGo() {
        Group group = channelBox.group("room-4");
        try (WsClient stays = WsClient.open(base, "/room/4")) {
            CompletableFuture<Void> comings = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 60; i++) {
                    WsClient guest = WsClient.open(base, "/room/4");
                    if (i % 3 == 0) {
                        guest.abort();
                    } else {
                        guest.close();
                    }
                }
            });
            int sent = 0;
            while (!comings.isDone()) {
                group.sendAndAwait("m" + sent);
                assertEquals("m" + sent++, stays.next());
            }
        }
    }
}
