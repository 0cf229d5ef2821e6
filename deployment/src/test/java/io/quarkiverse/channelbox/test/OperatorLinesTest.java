package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Of each kind of thing that an operator has to know there is one line at once, with the key that decides, however often it
 * happens; what came after that is counted in the next. The clock that says when the next may come does not go by itself.
 */
class OperatorLinesTest {

    private static final int TIMES = 20;
    private static final int MAX_PENDING = 200_000;
    private static final String LARGE = "x".repeat(20_000);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Lobby.class, Full.class, Decider.class, ManualTime.class,
                    NarrowSockets.class, SlowCounts.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "1h")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels", "10")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-pending", String.valueOf(MAX_PENDING))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-groups-per-connection", "1")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"full-{id}\".max-channels-per-group", "1")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"drop-{id}\".slow-consumer", "drop")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"catch-{id}\".slow-consumer", "catch-up")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"lost-{id}\".slow-consumer", "catch-up")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"lost-{id}\".history.size", "1")
            .overrideRuntimeConfigKey("quarkus.log.category.\"io.quarkus.websockets.next.traffic\".level", "DEBUG");

    @WebSocket(path = "/room/{name}")
    @ChannelGroup("{name}-1")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/lobby")
    @ChannelGroup("lobby")
    @ChannelGroup(value = "ask-{id}", join = JoinMode.ON_REQUEST)
    public static class Lobby {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/full/{id}")
    @ChannelGroup("full-{id}")
    public static class Full {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class Decider implements GroupAuthorizer {
        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            return Uni.createFrom().item(!request.group().equals("secret-1"));
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    OperatorLog log;

    @Inject
    EngineListener listener;

    @Inject
    SlowCounts slow;

    @Inject
    Backlog backlog;

    @Inject
    ManualTime time;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI base;

    private LogLines lines;

    /** Whatever was said before, all kinds may be said again. */
    @BeforeEach
    void listen() {
        log.flush();
        time.advance(Duration.ofMinutes(1));
        lines = new LogLines(OperatorLog.CATEGORY);
    }

    @AfterEach
    void everybodyHasLeft() {
        lines.close();
        await().until(() -> channelBox.local().groups().isEmpty());
        await().until(() -> backlog.bytes() == 0);
    }

    /** @param part of the line, as it was said at once */
    private void assertSaid(String part, String key, long times) {
        assertEquals(1, lines.with(part).size(), lines.all()::toString);
        assertTrue(lines.with(part).get(0).contains(key), lines.all()::toString);
        log.flush();
        // Those of other threads may have been counted at once.
        assertTrue(lines.with(part).size() <= 2, lines.all()::toString);
        assertEquals(times, LogLines.times(lines.with(part)), lines.all()::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/room/a%20b%0Ac | 400 | WARN An upgrade of endpoint | quarkus.channel-box.group-name-pattern): 'a b\\u{a}c-1'",
            "/room/secret | 403 | INFO An upgrade of endpoint | with 403: joining the group is not allowed",
            "/lobby?resume=nonsense | 400 | INFO An upgrade of endpoint | was refused with 400: " })
    void refusedUpgrades(String path, int status, String part, String key) {
        for (int i = 0; i < TIMES; i++) {
            assertEquals(status, RawHttp.upgrade(base, path).status());
        }
        assertSaid(part, key, TIMES);
    }

    /** The one says which bound it was, and of which group. */
    @Test
    void fullGroupsAndNodes() {
        try (WsClient only = WsClient.open(base, "/full/1")) {
            for (int i = 0; i < TIMES; i++) {
                assertEquals(503, RawHttp.upgrade(base, "/full/1").status());
            }
            List<WsClient> others = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                others.add(WsClient.open(base, "/room/other"));
            }
            for (int i = 0; i < TIMES; i++) {
                assertEquals(503, RawHttp.upgrade(base, "/full/2").status());
            }
            others.forEach(WsClient::close);
        }
        assertSaid("group 'full-1' is full", "(quarkus.channel-box.max-channels-per-group)", TIMES);
        assertEquals(TIMES, LogLines.times(lines.with("the node is full: it has 10 channels"
                + " (quarkus.channel-box.max-channels)")), lines.all()::toString);
        assertEquals(4, lines.all().size(), lines.all()::toString);
    }

    @Test
    void refusedOrigins() {
        for (int i = 0; i < TIMES; i++) {
            assertEquals(403, RawHttp.upgrade(base, "/lobby", "Origin: http://evil.example").status());
        }
        assertEquals(1, lines.all().size(), lines.all()::toString);
        assertTrue(lines.all().get(0).contains("quarkus.channel-box.allowed-origins"), lines.all()::toString);
        assertEquals(403, RawHttp.upgrade(base, "/lobby", "Origin: http://worse.example").status());
        assertEquals(TIMES + 1, LogLines.times(lines.all()), lines.all()::toString);
    }

    /** Nothing that a client makes up gets a line of its own. */
    @Test
    void refusedCommands() {
        try (ProtocolClient client = ProtocolClient.open(base, "/lobby")) {
            client.next();
            for (int i = 0; i < TIMES; i++) {
                client.answerTo(client.ask("join", "group", "ask-" + i));
                client.answerTo(client.ask("join", "group", "other-" + i));
                client.send("{\"channelbox\":\"no\u001b" + i + "\"}");
                client.nextFrame();
            }
        }
        assertEquals(3, lines.all().size(), lines.all()::toString);
        assertSaid("WARN A command of a client was refused with 429: ", "quarkus.channel-box.max-groups-per-connection",
                TIMES);
        assertEquals(TIMES, LogLines.times(lines.with("INFO A command of a client was refused with 403: ")));
        assertEquals(TIMES, LogLines.times(lines.with("INFO A command of a client was refused with 400: ")));
        assertEquals(6, lines.all().size(), lines.all()::toString);
        assertTrue(lines.all().stream().noneMatch(line -> line.contains("\u001b")), lines.all()::toString);
    }

    private List<Socket> connectSlowOnes(String policy) throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(RawWebSocket.openNarrow(base, "/room/" + policy));
        }
        return all;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "close | WARN | was closed with 1013: more than quarkus.channel-box.max-buffered",
            "drop | WARN | misses messages: more than quarkus.channel-box.max-buffered",
            "catch | INFO | goes on from the history: more than quarkus.channel-box.max-buffered" })
    void slowMembers(String policy, String level, String part) throws IOException {
        LongSupplier counter = policy.equals("close") ? slow::disconnected
                : policy.equals("drop") ? slow::dropped : slow::catchingUp;
        long before = counter.getAsLong();
        List<Socket> slowOnes = connectSlowOnes(policy);
        Group group = channelBox.group(policy + "-1");
        await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60)).until(() -> {
            group.sendAndAwait(LARGE, SendOptions.saveHistory());
            // Messages are counted, or members; of the former all of them have missed some by then.
            return counter.getAsLong() >= before + (policy.equals("drop") ? 30 : 3);
        });
        await().until(() -> backlog.bytes() == 0);
        close(slowOnes);
        await().until(() -> channelBox.local().groups().isEmpty());
        assertTrue(lines.with(part).get(0).contains(level + " Connection "), lines.all()::toString);
        assertTrue(lines.with(part).get(0).contains(" in group '" + policy + "-1' "), lines.all()::toString);
        assertSaid(part, "quarkus.channel-box.slow-consumer", 3);
    }

    @Test
    void stalledMembers() throws IOException {
        long before = slow.stalled();
        List<Socket> sockets = connectSlowOnes("stalled");
        for (int i = 0; i < 5; i++) {
            channelBox.group("stalled-1").sendAndAwait(LARGE);
        }
        await().pollInterval(Duration.ofMillis(1500)).atMost(Duration.ofSeconds(40)).until(() -> {
            time.advance(Duration.ofHours(1));
            return slow.stalled() == before + 3;
        });
        log.flush();
        List<String> said = lines.with(" in group 'stalled-1' was cut off: its socket took nothing for"
                + " quarkus.channel-box.pong-timeout");
        assertEquals(3, LogLines.times(said), lines.all()::toString);
        close(sockets);
    }

    /** Until it is counted down. */
    private CountDownLatch holdEventLoops() {
        CountDownLatch hold = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger all = new AtomicInteger();
        vertx.nettyEventLoopGroup().forEach(loop -> {
            all.incrementAndGet();
            loop.execute(() -> {
                held.incrementAndGet();
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        });
        await().until(() -> held.get() == all.get());
        return hold;
    }

    /** A single message may be larger than all that may wait, and then there is room for nothing. */
    @Test
    void overload() throws IOException {
        List<Socket> sockets = connectSlowOnes("drop");
        Group group = channelBox.group("drop-1");
        Publication fromElsewhere = new Publication(new Target(Target.Kind.GROUP, List.of("drop-1")),
                EncodedPayload.text("from elsewhere"), SendOptions.defaults(), null, false);
        CountDownLatch hold = holdEventLoops();
        try {
            group.send("x".repeat(MAX_PENDING)).subscribe().with(sent -> {
            }, failure -> {
            });
            assertTrue(backlog.isFull());
            for (int i = 0; i < TIMES; i++) {
                assertThrows(OverloadedException.class, () -> group.sendAndAwait("no room"));
                listener.onMessage(new Delivery(fromElsewhere, null));
            }
        } finally {
            hold.countDown();
        }
        assertSaid("A send of this node was refused: ", "quarkus.channel-box.max-pending", TIMES);
        assertEquals(TIMES, LogLines.times(lines.with("A message of another node to group 'drop-1' was left out")),
                lines.all()::toString);
        close(sockets);
    }

    @Test
    void gaps() {
        try (WsClient client = WsClient.open(base, "/lobby")) {
            for (int i = 0; i < TIMES; i++) {
                listener.onGap("lobby", OptionalLong.of(7));
            }
            // Nobody misses anything here.
            listener.onGap("nowhere", OptionalLong.of(7));
        }
        assertSaid("WARN 7 messages of group 'lobby' did not come to this node", "quarkus.channel-box.history.size", TIMES);
        assertEquals(2, lines.all().size(), lines.all()::toString);
    }

    @Test
    void positionsThatAreGone() {
        String position = channelBox.group("lobby").sendAndAwait("old", SendOptions.saveHistory()).id().orElseThrow();
        String gone = "0".repeat(position.indexOf(':')) + position.substring(position.indexOf(':'));
        for (int i = 0; i < 3; i++) {
            try (ProtocolClient client = ProtocolClient.open(base, "/lobby?resume=lobby@" + gone)) {
                assertFalse(client.next().get("recovered").asBoolean());
            }
        }
        assertSaid("A client came back to group 'lobby' and could not go on where it was", "quarkus.channel-box.history.size",
                3);
    }

    @Test
    void membersThatAreTooSlowForTheirHistory() {
        long before = slow.catchingUp();
        Group group = channelBox.group("lost-1");
        try (ProtocolClient client = ProtocolClient.openNarrow(base, "/room/lost")) {
            client.next();
            await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60)).until(() -> {
                group.sendAndAwait(LARGE, SendOptions.saveHistory());
                return slow.catchingUp() > before;
            });
            for (int i = 0; i < 10; i++) {
                group.sendAndAwait(LARGE, SendOptions.saveHistory());
            }
            String type = "";
            while (!type.equals("gap")) {
                type = client.next().get("type").asText();
            }
        }
        List<String> said = lines.with("WARN A member of group 'lost-1' that catches up misses messages");
        assertEquals(1, said.size(), lines.all()::toString);
        assertTrue(said.get(0).contains("quarkus.channel-box.history.size"), said::toString);
    }

    /** It is off, whatever the level of its category is. */
    @Test
    void theTrafficLogIsEmpty() {
        try (LogLines traffic = new LogLines("io.quarkus.websockets.next.traffic");
                ProtocolClient client = ProtocolClient.open(base, "/room/quiet")) {
            client.next();
            channelBox.group("quiet-1").sendAndAwait("hello");
            client.next();
            client.answerTo(client.ask("leave", "group", "quiet-1"));
            assertEquals(List.of(), traffic.all());
        }
    }
}
