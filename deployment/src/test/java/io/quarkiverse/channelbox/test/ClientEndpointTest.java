package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.BasicWebSocketConnector;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketClient;
import io.quarkus.websockets.next.WebSocketClientConnection;
import io.quarkus.websockets.next.WebSocketConnector;
import io.smallrye.mutiny.Uni;

/** The clients of WebSockets Next in the same application are members of nothing, and get what the groups they call send. */
class ClientEndpointTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Chat.class, Client.class, Received.class));

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup("chat-{room}")
    public static class Chat {

        @Inject
        ChannelBox channelBox;

        @OnTextMessage
        Uni<Void> toAll(String text) {
            return channelBox.group("chat-a").send(text).replaceWithVoid();
        }
    }

    @WebSocketClient(path = "/chat/a")
    public static class Client {

        @Inject
        Received received;

        @OnTextMessage
        void onMessage(String text) {
            received.texts.add(text);
        }
    }

    @Singleton
    public static class Received {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    WebSocketConnector<Client> connector;

    @Inject
    Received received;

    @TestHTTPResource("/")
    URI base;

    @Test
    void aClientIsNoChannel() throws InterruptedException {
        WebSocketClientConnection client = connector.baseUri(base).connectAndAwait();
        WebSocketClientConnection basic = BasicWebSocketConnector.create().baseUri(base).path("/chat/a")
                .onTextMessage((connection, text) -> received.texts.add("basic " + text)).connectAndAwait();
        assertEquals(2, channelBox.group("chat-a").local().size());
        client.sendTextAndAwait("hello");
        assertEquals(Set.of("hello", "basic hello"), Set.of(next(), next()));
        client.closeAndAwait();
        basic.closeAndAwait();
        await().until(() -> channelBox.local().groups().isEmpty());
        assertTrue(received.texts.isEmpty());
    }

    private String next() throws InterruptedException {
        return received.texts.poll(20, TimeUnit.SECONDS);
    }
}
