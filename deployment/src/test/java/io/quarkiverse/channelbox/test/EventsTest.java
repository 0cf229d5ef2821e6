package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** Every join and every end of a channel is told once, with its reason; an observer that fails disturbs nothing. */
class EventsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Observer.class));

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnOpen
        String onOpen(WebSocketConnection connection) {
            return connection.id();
        }

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class Observer {

        final List<String> events = new CopyOnWriteArrayList<>();
        final List<String> asyncEvents = new CopyOnWriteArrayList<>();

        void joined(@Observes ChannelJoined event) {
            events.add("joined " + event.channel().group() + " " + event.channel().isMember());
            throw new IllegalStateException("an observer fails");
        }

        void left(@Observes ChannelLeft event) {
            events.add("left " + event.reason() + " " + event.channel().isMember());
            throw new IllegalStateException("an observer fails");
        }

        void leftAsync(@ObservesAsync ChannelLeft event) {
            asyncEvents.add("left " + event.reason());
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Observer observer;

    @TestHTTPResource("/")
    URI base;

    @Test
    void tellsTheReason() {
        assertReason("CLOSED", WsClient::close);
        assertReason("CLOSED", WsClient::abort);
        assertReason("FLUSHED", client -> assertEquals(1, channelBox.group("room").flush().await().indefinitely()));
        assertReason("LEFT", client -> assertTrue(channelBox.group("room")
                .leave(channelBox.group("room").local().channels().iterator().next().connection())));
        assertReason("DISCONNECTED", client -> assertTrue(channelBox.group("room")
                .disconnect(channelBox.group("room").local().channels().iterator().next().connection().id(), CloseReason.NORMAL)
                .await().indefinitely()));
        // The application closes the connection by itself.
        assertReason("CLOSED",
                client -> channelBox.group("room").local().channels().iterator().next().connection().closeAndAwait());
    }

    private void assertReason(String reason, java.util.function.Consumer<WsClient> end) {
        observer.events.clear();
        observer.asyncEvents.clear();
        try (WsClient client = WsClient.open(base, "/room")) {
            client.next();
            end.accept(client);
            await().until(() -> observer.events.size() == 2 && observer.asyncEvents.size() == 1);
        }
        assertEquals(List.of("joined room true", "left " + reason + " false"), observer.events);
        assertEquals(List.of("left " + reason), observer.asyncEvents);
        await().until(() -> channelBox.local().groups().isEmpty());
    }
}
