package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.runtime.SendFailures;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.Vertx;

/** Whoever sends faster than the sockets take it is slowed down or refused; the event loops stay free for others. */
class BacklogTest {

    private static final int MEMBERS = 400;
    private static final int SECONDS = 3;
    private static final String MESSAGE = "x".repeat(1024);
    private static final long MAX_PENDING = 64 << 20;
    /** What is measured is printed; these only fail where something is badly wrong, whatever else the machine does. */
    private static final long MAX_USUAL_WAIT_MILLIS = 50;
    private static final long MAX_NEWCOMER_MILLIS = 5_000;
    /** One thread reads what two cores have sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Drains.class, SlowCounts.class))
            // They do not answer pings.
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-pending", String.valueOf(MAX_PENDING))
            // Whoever reads them has as much to do as the server, and the frames are shared.
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "512M");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    /** A task of each event loop that is due every millisecond, and how late it was, in milliseconds. */
    private static final class Probes implements AutoCloseable {

        private final Queue<Long> late = new ConcurrentLinkedQueue<>();
        private volatile boolean isOver;

        Probes(Vertx vertx) {
            vertx.nettyEventLoopGroup().forEach(this::schedule);
        }

        private void schedule(EventExecutor eventLoop) {
            long due = System.nanoTime() + 1_000_000;
            eventLoop.schedule(() -> {
                late.add((System.nanoTime() - due) / 1_000_000);
                if (!isOver) {
                    schedule(eventLoop);
                }
            }, 1, TimeUnit.MILLISECONDS);
        }

        List<Long> sorted() {
            return late.stream().sorted().toList();
        }

        @Override
        public void close() {
            isOver = true;
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Backlog backlog;

    @Inject
    SendFailures failures;

    @Inject
    SlowCounts slowConsumers;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI base;

    private ResourceLeakDetector.Level level;

    /** It would cost more than what is measured. */
    @BeforeEach
    void doNotLookForLeaks() {
        level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void lookForLeaks() {
        ResourceLeakDetector.setLevel(level);
        await().atMost(PATIENCE).until(() -> channelBox.local().groups().isEmpty());
        await().atMost(PATIENCE).until(() -> backlog.bytes() == 0);
    }

    @Test
    void whoWaitsForItsReceiptsIsSlowedDown() throws Exception {
        Group group = channelBox.group("room");
        try (Drains members = new Drains(base, "/room", MEMBERS); Probes probes = new Probes(vertx)) {
            AtomicLong sent = new AtomicLong();
            AtomicLong most = new AtomicLong();
            long start = System.nanoTime();
            AtomicBoolean isOver = new AtomicBoolean();
            Thread worker = new Thread(() -> {
                while (!isOver.get()) {
                    group.sendAndAwait(MESSAGE);
                    sent.incrementAndGet();
                    most.accumulateAndGet(backlog.bytes(), Math::max);
                }
            });
            worker.start();
            long newcomerMillis;
            try {
                await().until(() -> System.nanoTime() - start > SECONDS * 500_000_000L);
                newcomerMillis = millisUntilTheFirstMessage();
                await().until(() -> System.nanoTime() - start > SECONDS * 1_000_000_000L);
            } finally {
                isOver.set(true);
                worker.join();
            }
            long end = System.nanoTime();
            long waiting = backlog.bytes();
            await().atMost(PATIENCE).until(() -> backlog.bytes() == 0);
            long drainedMillis = (System.nanoTime() - end) / 1_000_000;
            List<Long> late = probes.sorted();
            long usual = late.get(late.size() / 2);
            System.out.printf(Locale.ROOT,
                    "BacklogTest: %,d messages a second to %d members; at most %,d bytes waited, at the end %,d for %d ms;"
                            + " a newcomer got its first message after %d ms; timers were late by %d ms usually, %d at the worst%n",
                    sent.get() * 1_000_000_000 / (end - start), MEMBERS, most.get(), waiting, drainedMillis, newcomerMillis,
                    usual, late.get(late.size() - 1));
            assertTrue(most.get() <= MAX_PENDING, () -> most.get() + " bytes waited");
            assertTrue(newcomerMillis < MAX_NEWCOMER_MILLIS, () -> "the newcomer waited " + newcomerMillis + " ms");
            assertTrue(usual < MAX_USUAL_WAIT_MILLIS, () -> "timers were late by " + usual + " ms");
            long expected = sent.get() * MEMBERS * (MESSAGE.length() + 4);
            await().atMost(PATIENCE).until(() -> members.bytes() >= expected);
            assertEquals(expected, members.bytes());
            assertEquals(0, members.closed());
        }
    }

    private long millisUntilTheFirstMessage() {
        long begun = System.nanoTime();
        try (WsClient newcomer = WsClient.open(base, "/room")) {
            assertEquals(MESSAGE, newcomer.next());
            return (System.nanoTime() - begun) / 1_000_000;
        }
    }

    @Test
    void whoDoesNotWaitIsRefused() throws Exception {
        Group group = channelBox.group("room");
        long failed = failures.count();
        try (Drains members = new Drains(base, "/room", MEMBERS)) {
            long sent = 0;
            long most = 0;
            while (failures.count() < failed + 1000) {
                group.sendAndForget(MESSAGE);
                sent++;
                most = Math.max(most, backlog.bytes());
            }
            long delivered = sent - (failures.count() - failed);
            System.out.printf(Locale.ROOT, "BacklogTest: %,d messages were let in, 1,000 refused; at most %,d bytes waited%n",
                    delivered, most);
            assertTrue(most <= MAX_PENDING, most + " bytes waited");
            await().atMost(PATIENCE).until(() -> backlog.bytes() == 0);
            long expected = delivered * MEMBERS * (MESSAGE.length() + 4);
            await().atMost(PATIENCE).until(() -> members.bytes() >= expected);
            assertEquals(expected, members.bytes());
            // Nobody else has noticed.
            assertEquals(MEMBERS, group.local().size());
            assertEquals(0, members.closed());
            assertEquals(0, slowConsumers.disconnected() + slowConsumers.dropped() + slowConsumers.stalled());
            try (WsClient newcomer = WsClient.open(base, "/room")) {
                assertEquals(MEMBERS + 1, group.sendAndAwait("after it").deliveredHere());
                assertEquals("after it", newcomer.next());
            }
        }
    }
}
