package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.WebSocketConnection;

/** Joins, leaves and the end of a connection may meet: events stay in their order, and nothing is left over. */
class MembershipRacesTest {

    private static final int ROUNDS = 5_000;
    private static final int CONNECTIONS = 200;
    private static final int THREADS = 4;

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private static ExecutorService executor;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Lobby.class, Events.class));

    @Singleton
    public static class Events {

        /** Those that have joined and not left, as far as was told. */
        final Set<Channel> members = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        final AtomicInteger joined = new AtomicInteger();
        final AtomicInteger wrong = new AtomicInteger();

        void joined(@Observes ChannelJoined event) {
            joined.incrementAndGet();
            if (!members.add(event.channel())) {
                wrong.incrementAndGet();
            }
        }

        void left(@Observes ChannelLeft event) {
            if (!members.remove(event.channel())) {
                wrong.incrementAndGet();
            }
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Groups groups;

    @Inject
    Memberships memberships;

    @Inject
    Events events;

    @Inject
    Lobby lobby;

    @TestHTTPResource("/")
    URI base;

    @BeforeAll
    static void startThreads() {
        executor = Executors.newFixedThreadPool(THREADS);
    }

    @AfterAll
    static void endThreads() {
        executor.shutdownNow();
    }

    @AfterEach
    void nothingIsLeft() {
        await().until(() -> groups.connections().isEmpty());
        await().until(() -> channelBox.local().groups().isEmpty());
        await().until(() -> events.members.isEmpty());
        assertEquals(0, groups.all().size());
        assertEquals(0, memberships.size());
        assertEquals(0, events.wrong.get());
    }

    @Test
    void aLeaveIsToldAfterItsJoin() {
        Group group = channelBox.group("races");
        try (WsClient client = WsClient.open(base, "/lobby")) {
            WebSocketConnection connection = lobby.opened();
            int before = events.joined.get();
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                threads.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        group.join(connection);
                        group.leave(connection);
                    }
                }));
            }
            threads.forEach(CompletableFuture::join);
            System.out.printf(Locale.ROOT, "MembershipRacesTest: %,d memberships%n", events.joined.get() - before);
        }
    }

    @Test
    void manyThreadsMayJoinAConnectionThatWasInNoGroup() {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (WsClient client = WsClient.open(base, "/lobby")) {
                WebSocketConnection connection = lobby.opened();
                CyclicBarrier start = new CyclicBarrier(THREADS);
                List<CompletableFuture<Void>> threads = new ArrayList<>();
                for (int t = 0; t < THREADS; t++) {
                    Group group = channelBox.group("thread-" + t);
                    threads.add(CompletableFuture.runAsync(() -> {
                        try {
                            start.await(60, TimeUnit.SECONDS);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        group.join(connection);
                    }, executor));
                }
                threads.forEach(CompletableFuture::join);
                assertEquals(THREADS, channelBox.local().channels(connection).size());
            }
        }
    }

    @Test
    void aJoinAfterTheEndLeavesNothing() {
        AtomicInteger refused = new AtomicInteger();
        List<WebSocketConnection> ended = new ArrayList<>();
        for (int i = 1; i <= CONNECTIONS; i++) {
            WsClient client = WsClient.open(base, "/lobby");
            WebSocketConnection connection = lobby.opened();
            ended.add(connection);
            String group = "late-" + i;
            CompletableFuture<Void> joiner = CompletableFuture.runAsync(() -> {
                while (true) {
                    try {
                        channelBox.group(group).join(connection);
                        channelBox.group(group).leave(connection);
                    } catch (ConnectionClosedException e) {
                        refused.incrementAndGet();
                        return;
                    }
                }
            });
            if (i % 2 == 0) {
                client.close();
            } else {
                client.abort();
            }
            joiner.join();
        }
        assertEquals(CONNECTIONS, refused.get());
        await().until(() -> groups.connections().isEmpty());
        for (WebSocketConnection connection : ended) {
            try {
                channelBox.group("much-later").join(connection);
                throw new AssertionError("It could join");
            } catch (ConnectionClosedException e) {
                assertTrue(groups.connections().isEmpty());
            }
        }
    }

    /** What one of many costs does not grow with their number. */
    @Test
    void manyGroupsOfOneConnection() {
        try (WsClient client = WsClient.open(base, "/lobby")) {
            WebSocketConnection connection = lobby.opened();
            join(connection, "warm", 5_000);
            long few = join(connection, "few", 2_000);
            long many = join(connection, "many", 20_000);
            System.out.printf(Locale.ROOT, "MembershipRacesTest: 2,000 joins took %,d µs, 20,000 took %,d µs%n", few / 1000,
                    many / 1000);
            assertTrue(many < 10 * 5 * Math.max(few, 10_000_000), () -> few + " and " + many + " ns");
            assertEquals(27_000, channelBox.local().channels(connection).size());
        }
    }

    /** What it costs this thread, whatever else the machine does. */
    private long join(WebSocketConnection connection, String prefix, int count) {
        long start = CPU.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            channelBox.group(prefix + i).join(connection);
        }
        return CPU.getCurrentThreadCpuTime() - start;
    }
}
