package io.quarkiverse.channelbox.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What a socket gets goes to the inbox, pings are answered, and what is to be sent waits for its turn. */
class WireTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Inbox inbox = new Inbox();
    private final Wire wire = new Wire(inbox, new Frames(new ObjectMapper(), false));
    private final List<Object> sent = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Object>> sending = new CopyOnWriteArrayList<>();
    private final WebSocket socket = (WebSocket) Proxy.newProxyInstance(WireTest.class.getClassLoader(),
            new Class<?>[] { WebSocket.class }, (proxy, method, arguments) -> {
                if (!method.getName().startsWith("send")) {
                    return null;
                }
                CompletableFuture<Object> done = new CompletableFuture<>();
                sending.add(done);
                sent.add(arguments[0]);
                return done;
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

    /** The JDK refuses a ping while another is being sent. */
    @Test
    void eachPingHasItsPong() {
        List<CompletableFuture<Void>> waiting = Stream.generate(() -> CompletableFuture.runAsync(() -> wire.roundTrip(LONG)))
                .limit(2).toList();
        await().until(() -> sent.size() == 1);
        sending.get(0).complete(null);
        await().until(() -> sent.size() == 2);
        wire.onPong(socket, ByteBuffer.allocate(0));
        wire.onPong(socket, ((ByteBuffer) sent.get(1)).duplicate());
        await().until(() -> waiting.stream().filter(CompletableFuture::isDone).count() == 1);
        wire.onPong(socket, ((ByteBuffer) sent.get(0)).duplicate());
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void whoTrustsTheSameSharesTheThreads() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, null, null);
        HttpClient shared = HttpClients.get(null);
        HttpClient other = HttpClients.get(tls);
        assertSame(shared, HttpClients.get(null));
        assertSame(other, HttpClients.get(tls));
        assertNotSame(shared, other);
    }

    /** Else its selector would keep the class loader of the test. */
    @Test
    void nobodyKeepsThreadsThatAreNotUsed() {
        WeakReference<HttpClient> unused = new WeakReference<>(HttpClients.get(null));
        await().until(() -> {
            System.gc();
            return unused.get() == null;
        });
    }

    @Test
    void aWrongRequestIsNoFailureOfTheConnection() {
        assertThrows(IllegalArgumentException.class, () -> new GroupClientBuilder(URI.create("ftp://localhost:1/x")).connect());
        assertThrows(IllegalArgumentException.class,
                () -> new GroupClientBuilder(URI.create("ws://localhost:1/x")).subprotocol("a b").connect());
        assertThrows(AssertionError.class, () -> new GroupClientBuilder(URI.create("ws://localhost:1/x")).connect());
    }

    @Test
    void aCommandHasNoBytes() {
        GroupClient client = new GroupClient(wire, hello(), new ObjectMapper(), LONG);
        byte[] bytes = { 1 };
        assertThrows(IllegalArgumentException.class, () -> client.publish("g", bytes));
        assertThrows(IllegalArgumentException.class, () -> client.publish("g", "event", bytes));
        assertThrows(IllegalArgumentException.class, () -> client.request("event", bytes));
        wire.onText(socket, "{\"type\":\"message\",\"ask\":\"q\",\"data\":1}", true);
        assertThrows(IllegalArgumentException.class, () -> client.answer(client.awaitMessage(), bytes));
        assertEquals(List.of(), sent);
    }

    private Inbox hello() {
        wire.onText(socket, "{\"type\":\"hello\",\"connection\":\"c1\",\"heartbeat\":1}", true);
        return inbox;
    }
}
