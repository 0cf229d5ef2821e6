package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.runtime.inbound.NodeInbound;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.testclient.RawFrames;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Whatever a client sends, and whatever it does not read, only so much of it waits. */
class InboundBoundsTest {

    private static final int FLOOD = 20_000;
    private static final int MAX_BUFFERED = 100 * 1024;
    private static final int MAX_PENDING = 1024 * 1024;
    /** Of what comes with the reads that are under way, more may wait than the bounds say. */
    private static final int READ = 3 * 1024 * 1024;
    /** Each message of a flood is a step of a worker, and whoever is cut off is so after some seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Handled.class, Serial.class, Concurrent.class, Later.class,
                    Stream.class, Echo.class, Witness.class, NarrowSockets.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.messages-per-second", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.bytes-per-second", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.max-unhandled", "20")
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.max-pending", "1M")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "100K")
            // Nobody is cut off for a ping that it does not answer, only for what it does not take.
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "5s");

    /** What the endpoints do: nothing is handled before it is let. */
    @Singleton
    public static class Handled {
        volatile CompletableFuture<Void> let = CompletableFuture.completedFuture(null);
        final AtomicInteger count = new AtomicInteger();
        final AtomicInteger underWay = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        void reset() {
            let = new CompletableFuture<>();
            count.set(0);
            most.set(0);
        }

        void begin() {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        }

        void end() {
            underWay.decrementAndGet();
            count.incrementAndGet();
        }

        void handle() {
            begin();
            let.join();
            end();
        }
    }

    @WebSocket(path = "/serial")
    @ChannelGroup("serial")
    public static class Serial {
        @Inject
        Handled handled;

        @OnTextMessage
        @Blocking
        void handle(String text) {
            handled.handle();
        }
    }

    @WebSocket(path = "/concurrent", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
    @ChannelGroup("concurrent")
    public static class Concurrent {
        @Inject
        Handled handled;

        @OnTextMessage
        @Blocking
        void handle(String text) {
            handled.handle();
        }
    }

    @WebSocket(path = "/later", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
    @ChannelGroup("later")
    public static class Later {
        @Inject
        Handled handled;

        @OnTextMessage
        Uni<Void> handle(String text) {
            handled.begin();
            return Uni.createFrom().completionStage(handled.let).invoke(handled::end);
        }
    }

    @WebSocket(path = "/stream")
    @ChannelGroup("stream")
    public static class Stream {
        @Inject
        Handled handled;

        @OnTextMessage
        void handle(Multi<String> texts) {
            texts.subscribe().with(text -> {
                handled.begin();
                handled.end();
            });
        }
    }

    /** It does not wait until what it answers has been taken. */
    @WebSocket(path = "/echo")
    @ChannelGroup("echo")
    public static class Echo {
        @Inject
        WebSocketConnection connection;

        @OnTextMessage
        @NonBlocking
        void echo(String text) {
            connection.sendText(text).subscribe().with(sent -> {
            }, failure -> {
            });
        }
    }

    @WebSocket(path = "/witness")
    @ChannelGroup("witness")
    public static class Witness {
        @OnTextMessage
        String answer(String text) {
            return text;
        }
    }

    @Inject
    Handled handled;

    @Inject
    NodeInbound inbound;

    @Inject
    Groups groups;

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void reset() {
        handled.reset();
    }

    @AfterEach
    void nothingWaits() {
        handled.let.complete(null);
        await().until(() -> channelBox.local().groups().isEmpty());
        await().until(() -> inbound.bytes() == 0);
    }

    private static byte[] text(String text) {
        return RawFrames.masked(0x81, text);
    }

    private static byte[] ping(byte[] payload) {
        return RawFrames.masked(0x89, payload);
    }

    /** Sends it in a thread of its own, until it is through or the connection ends. */
    private static CompletableFuture<Void> flood(Socket socket, byte[] frame, int times) {
        int atOnce = 20;
        byte[] many = new byte[frame.length * atOnce];
        for (int i = 0; i < atOnce; i++) {
            System.arraycopy(frame, 0, many, i * frame.length, frame.length);
        }
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < times / atOnce; i++) {
                    socket.getOutputStream().write(many);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, task -> new Thread(task).start());
    }

    private long buffered() {
        return groups.connections().stream().mapToLong(connection -> connection.bufferedBytes()).sum();
    }

    private void assertWitnessIsServed() {
        try (WsClient witness = WsClient.open(base, "/witness")) {
            witness.send("there?");
            assertEquals("there?", witness.next());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/serial", "/concurrent", "/later" })
    void whatIsNotHandledIsNotRead(String path) throws IOException {
        try (Socket socket = RawWebSocket.open(base, path)) {
            CompletableFuture<Void> sent = flood(socket, text("1234567"), FLOOD);
            await().until(() -> handled.most.get() > 0);
            await().until(sent::isDone);
            assertWitnessIsServed();
            assertTrue(handled.most.get() <= 20, handled.most + " are handled at a time");
            assertTrue(inbound.bytes() < READ, inbound.bytes() + " bytes wait");
            handled.let.complete(null);
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(FLOOD, handled.count.get()));
            sent.join();
        }
    }

    @Test
    void aMultiGetsAll() throws IOException {
        try (Socket socket = RawWebSocket.open(base, "/stream")) {
            // What comes before the endpoint has subscribed is lost: WebSockets Next keeps nothing for a Multi.
            AtomicInteger first = new AtomicInteger();
            await().until(() -> {
                if (handled.count.get() == 0) {
                    first.incrementAndGet();
                    socket.getOutputStream().write(text("first"));
                }
                return handled.count.get() > 0;
            });
            flood(socket, text("1234567"), FLOOD);
            await().atMost(PATIENCE).until(() -> handled.count.get() > FLOOD);
            assertTrue(handled.count.get() <= FLOOD + first.get(), handled.count + " of " + first + " and the flood");
        }
    }

    /** Each of them may have 20 messages under way, and all together not half of that. */
    @Test
    void theNodeHasABound() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                sockets.add(RawWebSocket.open(base, "/later"));
            }
            byte[] large = text("x".repeat(8_000));
            for (Socket socket : sockets) {
                flood(socket, large, 20);
            }
            await().until(() -> handled.count.get() == 0 && inbound.bytes() > MAX_PENDING);
            assertWitnessIsServed();
            assertTrue(handled.underWay.get() <= 200, handled.underWay + " are handled at a time");
            assertTrue(inbound.bytes() < 8 * MAX_PENDING, inbound.bytes() + " bytes wait");
            handled.let.complete(null);
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(400, handled.count.get()));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** It gets the latest pong when it reads, and is cut off if it does not. */
    @Test
    void pongsDoNotPileUp() throws IOException {
        try (Socket socket = RawWebSocket.openNarrow(base, "/echo")) {
            CompletableFuture<Void> pings = flood(socket, ping(new byte[100]), 300_000);
            await().until(() -> buffered() > 0);
            long most = 0;
            while (!pings.isDone()) {
                most = Math.max(most, buffered());
            }
            assertTrue(most < MAX_BUFFERED, most + " bytes wait");
            await().atMost(PATIENCE).until(() -> channelBox.local().groups().isEmpty());
        }
    }

    @Test
    void whoDoesNotReadTheAnswersIsNotRead() throws IOException {
        int messages = 5_000;
        String text = "x".repeat(1000);
        try (Socket socket = RawWebSocket.openNarrow(base, "/echo")) {
            CompletableFuture<Void> sent = flood(socket, text(text), messages);
            await().until(() -> buffered() > MAX_BUFFERED);
            assertWitnessIsServed();
            assertTrue(buffered() < 2 * MAX_BUFFERED, buffered() + " bytes wait");
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < messages; i++) {
                assertEquals(text, RawFrames.read(in).text());
            }
            sent.join();
        }
    }

    @Test
    void whoNeverReadsTheAnswersIsCutOff() throws IOException {
        try (Socket socket = RawWebSocket.openNarrow(base, "/echo")) {
            flood(socket, text("x".repeat(1000)), 20_000);
            await().until(() -> buffered() > 0);
            await().atMost(PATIENCE).until(() -> channelBox.local().groups().isEmpty());
        }
    }

    /** Pings that can be answered are, each of them. */
    @Test
    void pingsAreAnswered() throws IOException {
        try (Socket socket = RawWebSocket.open(base, "/echo")) {
            for (int i = 0; i < 10; i++) {
                socket.getOutputStream().write(ping(new byte[] { (byte) i }));
            }
            for (int i = 0; i < 10; i++) {
                assertEquals(i, RawFrames.read(socket.getInputStream()).payload()[0]);
            }
        }
    }
}
