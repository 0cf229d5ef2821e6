package io.quarkiverse.channelbox.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What a socket gets goes to the inbox, pings are answered, and what is to be sent waits for its turn. */
class WireTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Inbox inbox = new Inbox();
    private final Wire wire = new Wire(inbox, new Frames(new ObjectMapper(), false));
    private final List<Object> sent = new ArrayList<>();
    private final List<CompletableFuture<Object>> sending = new ArrayList<>();
    private final WebSocket socket = (WebSocket) Proxy.newProxyInstance(WireTest.class.getClassLoader(),
            new Class<?>[] { WebSocket.class }, (proxy, method, arguments) -> {
                if (!method.getName().startsWith("send")) {
                    return null;
                }
                sent.add(arguments[0]);
                sending.add(new CompletableFuture<>());
                return sending.get(sending.size() - 1);
            });

    @BeforeEach
    void open() {
        wire.onOpen(socket);
    }

    @Test
    void partsArePutTogether() {
        wire.onText(socket, "one ", false);
        wire.onText(socket, "text", true);
        wire.onBinary(socket, ByteBuffer.wrap(new byte[] { 1 }), false);
        wire.onBinary(socket, ByteBuffer.wrap(new byte[] { 2, 3 }), true);
        assertEquals("one text", inbox.unread().get(0).message().text());
        assertArrayEquals(new byte[] { 1, 2, 3 }, inbox.unread().get(1).message().bytes());
    }

    @Test
    void pingsAreAnsweredAndNotKept() {
        wire.onText(socket, "{\"type\":\"ping\"}", true);
        assertEquals(List.of("{\"channelbox\":\"pong\"}"), sent);
        assertTrue(inbox.unread().isEmpty());
    }

    @Test
    void whatIsSentWaitsForItsTurn() {
        wire.send("first");
        CompletableFuture<?> second = wire.send("second");
        assertEquals(List.of("first"), sent);
        sending.get(0).completeExceptionally(new IllegalStateException("not that one"));
        assertEquals(List.of("first", "second"), sent);
        sending.get(1).complete(null);
        assertTrue(second.isDone() && !second.isCompletedExceptionally());
    }

    @Test
    void whoeverWaitsForAPongLearnsOfTheEnd() {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> wire.roundTrip(LONG));
        while (!waiting.isDone()) {
            wire.onError(socket, new IllegalStateException("broken"));
        }
        assertTrue(assertThrows(Exception.class, waiting::join).getCause().getMessage().contains("broken"));
    }
}
