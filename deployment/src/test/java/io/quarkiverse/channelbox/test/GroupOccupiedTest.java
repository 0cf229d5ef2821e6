package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupOccupied;
import io.quarkiverse.channelbox.GroupVacated;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.WebSocketConnection;

/** The application is told which groups have members, and which have none any more. */
class GroupOccupiedTest {

    private static final int ROUNDS = 5_000;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Lobby.class, Events.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"patient-{id}\".presence.leave-delay", "1h")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"short-{id}\".presence.leave-delay", "200ms");

    @Singleton
    public static class Events {

        final List<String> told = new CopyOnWriteArrayList<>();
        final List<String> async = new CopyOnWriteArrayList<>();
        final Map<String, Boolean> occupied = new ConcurrentHashMap<>();
        final AtomicInteger count = new AtomicInteger();
        final AtomicInteger wrong = new AtomicInteger();

        private void tell(String event) {
            if (!event.contains("race")) {
                told.add(event);
            }
        }

        void joined(@Observes ChannelJoined event) {
            tell("joined " + event.channel().group());
        }

        void left(@Observes ChannelLeft event) {
            tell("left " + event.channel().group());
        }

        void occupied(@Observes GroupOccupied event) {
            count.incrementAndGet();
            tell("occupied " + event.group());
            if (occupied.put(event.group(), true) == Boolean.TRUE) {
                wrong.incrementAndGet();
            }
            if (!event.group().contains("race")) {
                throw new IllegalStateException("an observer fails");
            }
        }

        void vacated(@Observes GroupVacated event) {
            tell("vacated " + event.group());
            if (occupied.put(event.group(), false) != Boolean.TRUE) {
                wrong.incrementAndGet();
            }
        }

        void vacatedAsync(@ObservesAsync GroupVacated event) {
            if (!event.group().contains("race")) {
                async.add(event.group());
            }
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Events events;

    @Inject
    Lobby lobby;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void oneFollowsTheOther() {
        assertEquals(0, events.wrong.get());
        events.told.clear();
        events.async.clear();
    }

    @Test
    void theFirstJoinAndTheLastLeaveAreTold() {
        Group group = channelBox.group("g");
        try (WsClient one = WsClient.open(base, "/lobby")) {
            WebSocketConnection first = lobby.opened();
            try (WsClient two = WsClient.open(base, "/lobby")) {
                group.join(first);
                group.join(lobby.opened());
            }
            // It is no member any more a moment before that is told.
            await().until(() -> events.told.contains("left g"));
            group.leave(first);
            assertEquals(List.of("occupied g", "joined g", "joined g", "left g", "left g", "vacated g"), events.told);
            await().until(() -> events.async.equals(List.of("g")));
            group.join(first);
        }
        await().until(() -> events.async.equals(List.of("g", "g")));
    }

    @Test
    void aGroupIsNotVacatedWhileSomebodyMayComeBack() {
        Group group = channelBox.group("patient-1");
        for (int i = 0; i < 3; i++) {
            try (WsClient client = WsClient.open(base, "/lobby")) {
                group.join(lobby.opened());
            }
            await().until(() -> group.local().size() == 0);
        }
        assertEquals(List.of("occupied patient-1"), events.told.stream().filter(event -> event.contains("d p")
                && !event.startsWith("joined")).toList());
        try (WsClient client = WsClient.open(base, "/lobby")) {
            channelBox.group("short-1").join(lobby.opened());
        }
        await().until(() -> events.told.contains("vacated short-1"));
    }

    /** Whichever threads joins and leaves happen on, nothing is told twice, and the last that is told is right. */
    @Test
    void joinsAndLeavesMayMeet() {
        Group group = channelBox.group("race");
        int before = events.count.get();
        List<WsClient> clients = new ArrayList<>();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            clients.add(WsClient.open(base, "/lobby"));
            WebSocketConnection connection = lobby.opened();
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    group.join(connection);
                    group.leave(connection);
                }
                group.join(connection);
            }));
        }
        threads.forEach(CompletableFuture::join);
        await().until(() -> events.occupied.get("race"));
        clients.forEach(WsClient::close);
        await().until(() -> !events.occupied.get("race"));
        System.out.printf(Locale.ROOT, "GroupOccupiedTest: occupied %,d times%n", events.count.get() - before);
    }
}
