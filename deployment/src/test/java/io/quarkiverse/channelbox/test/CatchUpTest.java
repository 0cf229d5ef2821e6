package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/**
 * A client that did not read goes on from the log when it reads again: it gets exactly what is still there, in order, is told
 * how much is not, and then is live again.
 */
class CatchUpTest {

    private static final String PADDING = " " + "x".repeat(10_000);
    private static final int HISTORY = 300;
    /** More than the buffers of both sockets and the bound hold. */
    private static final int MAX_MESSAGES = 5_000;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, NarrowSockets.class, SlowCounts.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.slow-consumer", "catch-up")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.history.size", String.valueOf(HISTORY))
            .overrideRuntimeConfigKey("quarkus.channel-box.history.max-bytes", "16M")
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "60s")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    /** What a client has got, and how many messages it was told that it has not. */
    private static final class Reader {

        private final ProtocolClient client;
        private final List<Integer> numbers = new ArrayList<>();
        private int missed;
        private int gaps;

        Reader(ProtocolClient client) {
            this.client = client;
            assertEquals("joined", client.next().get("type").asText());
        }

        void readOne() {
            JsonNode frame = client.next();
            if (frame.get("type").asText().equals("gap")) {
                missed += frame.get("missed").asInt();
                gaps++;
            } else {
                numbers.add(Integer.parseInt(frame.get("data").asText().split(" ")[0]));
            }
        }

        /** Reads until it knows of all. */
        void readAll(int sent) {
            while (numbers.size() + missed < sent) {
                readOne();
            }
            assertEquals(sent, numbers.size() + missed);
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    SlowCounts slowConsumers;

    @TestHTTPResource("/")
    URI base;

    private final AtomicInteger sent = new AtomicInteger();
    private Group group;

    @BeforeEach
    void begin() {
        group = channelBox.group("room-1");
        sent.set(0);
    }

    @AfterEach
    void end() {
        await().until(() -> channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    /** Every fifth is not stored. */
    private void send() {
        int number = sent.getAndIncrement();
        group.sendAndAwait(number + PADDING, SendOptions.defaults().saveHistory(number % 5 != 4));
    }

    private void sendUntilSlow(int members) {
        long before = slowConsumers.catchingUp();
        while (slowConsumers.catchingUp() < before + members) {
            assertTrue(sent.get() < MAX_MESSAGES, "the slow ones were never noticed");
            send();
        }
    }

    private List<Integer> log() {
        return group.history(HistoryQuery.all()).await().indefinitely().stream()
                .map(message -> Integer.parseInt(message.text().split(" ")[0])).toList();
    }

    /** All up to some message, and then what the log has. */
    private static List<Integer> expected(List<Integer> seen, List<Integer> log) {
        List<Integer> expected = new ArrayList<>();
        while (expected.size() < seen.size() && seen.get(expected.size()) == expected.size()) {
            expected.add(expected.size());
        }
        int live = expected.size();
        log.stream().filter(number -> number >= live).forEach(expected::add);
        return expected;
    }

    @Test
    void severalGetWhatTheLogStillHas() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new Reader(ProtocolClient.openNarrow(base, "/room/1")));
        }
        sendUntilSlow(readers.size());
        for (int i = 0; i < 2 * HISTORY; i++) {
            send();
        }
        int all = sent.get();
        List<Integer> log = log();
        assertEquals(HISTORY, log.size());
        for (Reader reader : readers) {
            reader.readAll(all);
            assertEquals(expected(reader.numbers, log), reader.numbers);
            // What is missing before the log, between its messages, and after the last one.
            System.out.printf("CatchUpTest: %d of %d messages, %d missed, told by %d gaps%n", reader.numbers.size(), all,
                    reader.missed, reader.gaps);
            assertTrue(reader.gaps <= 2, () -> reader.gaps + " gaps");
        }
        send();
        group.sendAndAwait(all + 1);
        for (Reader reader : readers) {
            reader.readAll(all + 2);
            assertEquals(List.of(all, all + 1), reader.numbers.subList(reader.numbers.size() - 2, reader.numbers.size()));
            reader.client.close();
        }
    }

    /**
     * A client that does not know gaps. Its system may take a little more now and then while it stands still: those come
     * from the log, too, as it was then.
     */
    @Test
    void aPlainOneGetsWhatTheLogStillHas() {
        try (WsClient slow = WsClient.open(base, "/room/1")) {
            slow.pause();
            sendUntilSlow(1);
            for (int i = 0; i < 2 * HISTORY; i++) {
                send();
            }
            List<Integer> log = log();
            slow.resume();
            List<Integer> seen = new ArrayList<>();
            int last = log.get(log.size() - 1);
            while (seen.isEmpty() || seen.get(seen.size() - 1) != last) {
                seen.add(Integer.parseInt(slow.next().split(" ")[0]));
            }
            int oldest = log.get(0);
            assertEquals(log, seen.stream().filter(number -> number >= oldest).toList());
            assertEquals(seen.stream().distinct().sorted().toList(), seen);
        }
    }

    /** And is not missing for the others. */
    @Test
    void whatIsStoredForSomeReachesOnlyThem() {
        Reader reader = new Reader(ProtocolClient.openNarrow(base, "/room/1"));
        sendUntilSlow(1);
        for (int i = 0; i < 50; i++) {
            group.sendAndAwait("for admins" + PADDING, SendOptions.saveHistory().attribute("role", "admin"));
            send();
        }
        // It cannot read what is not a number.
        reader.readAll(sent.get());
        send();
        reader.readAll(sent.get());
        reader.client.close();
    }

    /** It reads again while somebody sends on, and is slow again now and then. */
    @Test
    void whileAPublisherRuns() {
        Reader reader = new Reader(ProtocolClient.openNarrow(base, "/room/1"));
        sendUntilSlow(1);
        int total = sent.get() + 4 * HISTORY;
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
            while (sent.get() < total) {
                send();
            }
        });
        reader.readAll(total);
        publisher.join();
        for (int i = 1; i < reader.numbers.size(); i++) {
            assertTrue(reader.numbers.get(i - 1) < reader.numbers.get(i), reader.numbers::toString);
        }
        System.out.printf("CatchUpTest: while a publisher runs %d of %d messages, %d missed, told by %d gaps%n",
                reader.numbers.size(), total, reader.missed, reader.gaps);
        send();
        reader.readAll(total + 1);
        reader.client.close();
    }
}
