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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.EventRefusedException;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.common.annotation.NonBlocking;

/** Every metric is read from {@code /q/metrics} after the event that it counts. */
class MetricsTest {

    private static final String LARGE = "x".repeat(40_000);
    private static final int MESSAGES = 20;
    private static final String ROOM = "room-{id}";
    private static final String SLOW = "{policy}-{id}";
    private static final String NONE = "*";

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "secret-user")
            .withApplicationRoot(root -> root.addClasses(Scrape.class, EmbeddedUsers.class, NarrowSockets.class, Room.class,
                    Desk.class, Slow.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION,
                    Dependency.of("io.quarkus", "quarkus-micrometer-registry-prometheus", Version.getVersion())))
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "4s")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-pending", "2M")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"close-{id}\".max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"drop-{id}\".slow-consumer", "drop")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"drop-{id}\".max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"catch-{id}\".slow-consumer", "catch-up")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"catch-{id}\".max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"brief-{id}\".expires", "1ms");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup(value = "room-{id}", publish = ChannelGroup.PublishMode.MEMBERS)
    public static class Room {

        static volatile CountDownLatch hold = new CountDownLatch(0);

        /** Holds its event loop. */
        @OnTextMessage
        @NonBlocking
        void hold(String text) throws InterruptedException {
            hold.await();
        }

        @OnEvent("add")
        int add(int number) {
            return number + 1;
        }

        @OnEvent("refuse")
        void refuse() {
            throw new EventRefusedException(418, "no");
        }

        @OnEvent("fail")
        void fail() {
            throw new IllegalStateException("on purpose");
        }
    }

    @WebSocket(path = "/desk")
    @ChannelGroup(value = "desk-{id}", join = ChannelGroup.JoinMode.ON_REQUEST)
    public static class Desk {

        @OnTextMessage
        void ignore(String text) {
        }
    }

    /** Policies are those of groups in the configuration. */
    @WebSocket(path = "/slow/{policy}/{id}")
    @ChannelGroup("{policy}-{id}")
    public static class Slow {

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Groups groups;

    @Inject
    PositionSigner positions;

    @TestHTTPResource("/")
    URI base;

    private Scrape before;

    @BeforeEach
    void scrape() {
        before = Scrape.of(base);
    }

    @AfterEach
    void everybodyHasLeft() {
        Room.hold.countDown();
        await().until(() -> groups.connections().isEmpty() && channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    /** @param labels names and values in turn, in the order of the names */
    private static String series(String name, String... labels) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < labels.length; i += 2) {
            all.add(labels[i] + "=\"" + labels[i + 1] + '"');
        }
        return labels.length == 0 ? name : name + '{' + String.join(",", all) + '}';
    }

    private double increase(String name, String... labels) {
        return Scrape.of(base).of(series(name, labels)) - before.of(series(name, labels));
    }

    private double now(String name, String... labels) {
        return Scrape.of(base).of(series(name, labels));
    }

    private void awaitIncrease(double count, String name, String... labels) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertEquals(count, increase(name, labels), series(name, labels)));
    }

    /** So that a rate knows of the first event, and an alert of a metric that is not there. */
    @Test
    void allThatIsKnownIsThereFromTheStart() {
        for (String template : List.of(ROOM, SLOW, "desk-{id}", NONE)) {
            for (String name : List.of("channelbox_groups", "channelbox_channels", "channelbox_deliveries_total",
                    "channelbox_delivered_bytes_total", "channelbox_joins_total", "channelbox_gaps_total",
                    "channelbox_dropped_total", "channelbox_fanout_seconds_count", "channelbox_fanout_seconds_sum",
                    "channelbox_fanout_seconds_max")) {
                assertTrue(before.has(series(name, "template", template)), name);
            }
            for (String result : List.of("ok", "failed", "overloaded")) {
                assertTrue(before.has(series("channelbox_sends_total", "result", result, "template", template)));
            }
            for (LeaveReason reason : LeaveReason.values()) {
                assertTrue(before.has(series("channelbox_leaves_total", "reason",
                        reason.name().toLowerCase().replace('_', '-'), "template", template)));
            }
        }
        for (String command : List.of("join", "leave", "publish", "event")) {
            for (String result : List.of("ok", "refused", "failed")) {
                assertTrue(before.has(series("channelbox_commands_total", "command", command, "result", result)));
            }
        }
        for (String action : List.of("disconnected", "dropped", "catching-up", "stalled")) {
            assertTrue(before.has(series("channelbox_slow_total", "action", action)));
        }
        for (String series : List.of("channelbox_connections{protocol=\"plain\"}", "channelbox_connections{protocol=\"v1\"}",
                "channelbox_resumes_total{recovered=\"true\"}", "channelbox_resumes_total{recovered=\"false\"}",
                "channelbox_expired_total", "channelbox_buffered_bytes", "channelbox_pending_bytes",
                "channelbox_history_messages", "channelbox_history_bytes", "channelbox_engine_up",
                "channelbox_engine_pending", "channelbox_engine_losses_total", "channelbox_engine_failures_total")) {
            assertTrue(before.has(series), series);
        }
        assertEquals(1, before.of("channelbox_engine_up"));
    }

    @Test
    void whoIsThere() {
        try (WsClient plain = WsClient.open(base, "/room/1");
                ProtocolClient v1 = ProtocolClient.open(base, "/room/1");
                ProtocolClient inNoGroup = ProtocolClient.open(base, "/desk")) {
            assertEquals(1, now("channelbox_groups", "template", ROOM));
            assertEquals(2, now("channelbox_channels", "template", ROOM));
            assertEquals(0, now("channelbox_channels", "template", SLOW));
            assertEquals(1, now("channelbox_connections", "protocol", "plain"));
            assertEquals(2, now("channelbox_connections", "protocol", "v1"));
            assertEquals(2, increase("channelbox_joins_total", "template", ROOM));
            String connection = channelBox.group("room-1").local().channels().iterator().next().connection().id();
            assertEquals(1, channelBox.connection(connection).join("elsewhere").await().indefinitely());
            assertEquals(1, now("channelbox_channels", "template", NONE));
            channelBox.connection(connection).leave("elsewhere").await().indefinitely();
            assertEquals(1, increase("channelbox_leaves_total", "reason", "left", "template", NONE));
            channelBox.group("room-1").disconnect(connection, new CloseReason(4000)).await().indefinitely();
            awaitIncrease(1, "channelbox_leaves_total", "reason", "disconnected", "template", ROOM);
        }
        awaitIncrease(1, "channelbox_leaves_total", "reason", "closed", "template", ROOM);
        assertEquals(0, now("channelbox_groups", "template", ROOM));
        await().untilAsserted(() -> assertEquals(0, now("channelbox_connections", "protocol", "v1")));
    }

    @Test
    void whatIsSentAndDelivered() {
        Group group = channelBox.group("room-1");
        try (WsClient a = WsClient.open(base, "/room/1"); WsClient b = WsClient.open(base, "/room/1")) {
            group.sendAndAwait("four", SendOptions.saveHistory());
            assertEquals("four", a.next());
            assertEquals("four", b.next());
            assertEquals(1, increase("channelbox_sends_total", "result", "ok", "template", ROOM));
            awaitIncrease(2, "channelbox_deliveries_total", "template", ROOM);
            assertEquals(2 * (2 + 4), increase("channelbox_delivered_bytes_total", "template", ROOM));
            awaitIncrease(1, "channelbox_fanout_seconds_count", "template", ROOM);
            double seconds = increase("channelbox_fanout_seconds_sum", "template", ROOM);
            assertTrue(seconds > 0 && seconds < 10, () -> seconds + " s");
            assertEquals(1, now("channelbox_history_messages"));
            assertEquals(4, now("channelbox_history_bytes"));
            // What is not to one group has no template, whatever its recipients are in.
            channelBox.groups("room-1", "room-2").sendAndAwait("five!");
            awaitIncrease(2, "channelbox_deliveries_total", "template", NONE);
            assertEquals(2, increase("channelbox_deliveries_total", "template", ROOM));
            assertEquals(1, increase("channelbox_sends_total", "result", "ok", "template", NONE));
            awaitIncrease(1, "channelbox_fanout_seconds_count", "template", NONE);
        }
        await().until(() -> group.local().size() == 0);
        Scrape after = Scrape.of(base);
        // There is no write to wait for.
        group.sendAndAwait("nobody");
        before = after;
        assertEquals(0, increase("channelbox_fanout_seconds_count", "template", ROOM));
        // From the log: one by a slice that is shared.
        try (ProtocolClient client = ProtocolClient.open(base,
                "/room/1?resume=room-1@" + positions.id("room-1", "unknown:7"))) {
            assertFalse(client.next().get("recovered").asBoolean());
            assertEquals("four", client.next().get("data").asText());
            awaitIncrease(1, "channelbox_deliveries_total", "template", ROOM);
        }
    }

    @Test
    void sendsThatFail() throws Exception {
        Group group = channelBox.group("room-1");
        assertThrows(PayloadException.class,
                () -> group.sendAndAwait("x".repeat(2_000_000), SendOptions.saveHistory()));
        assertEquals(1, increase("channelbox_sends_total", "result", "failed", "template", ROOM));
        Room.hold = new CountDownLatch(1);
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        try (WsClient held = WsClient.open(base, "/room/1")) {
            held.send("hold");
            await().until(() -> {
                sends.add(group.send("x".repeat(500_000)).subscribeAsCompletionStage());
                return sends.get(sends.size() - 1).isCompletedExceptionally();
            });
            ExecutionException failure = assertThrows(ExecutionException.class, sends.get(sends.size() - 1)::get);
            assertEquals(OverloadedException.class, failure.getCause().getClass());
            assertEquals(1, increase("channelbox_sends_total", "result", "overloaded", "template", ROOM));
            assertTrue(now("channelbox_pending_bytes") >= 500_000);
            Room.hold.countDown();
            await().untilAsserted(() -> assertEquals(0, now("channelbox_pending_bytes")));
        }
    }

    private void sendLarge(Group group) {
        for (int i = 0; i < MESSAGES; i++) {
            group.sendAndAwait(LARGE, SendOptions.saveHistory());
        }
    }

    /** Until it is cut off for taking nothing, whatever the policy. */
    @ParameterizedTest
    @CsvSource({ "none,", "drop,dropped", "catch,catching-up" })
    void slowMembers(String policy, String action) throws IOException {
        try (Socket socket = RawWebSocket.openNarrow(base, "/slow/" + policy + "/1")) {
            sendLarge(channelBox.group(policy + "-1"));
            await().untilAsserted(() -> assertTrue(now("channelbox_buffered_bytes") > 10_000));
            if (action != null) {
                await().untilAsserted(() -> assertTrue(increase("channelbox_slow_total", "action", action) > 0));
            }
            if (policy.equals("drop")) {
                await().untilAsserted(() -> assertTrue(increase("channelbox_dropped_total", "template", SLOW) > 1));
                assertEquals(1, increase("channelbox_slow_total", "action", action), "one member, however many messages");
            }
            awaitIncrease(1, "channelbox_slow_total", "action", "stalled");
            awaitIncrease(1, "channelbox_leaves_total", "reason", "slow-consumer", "template", SLOW);
            assertEquals(0, increase("channelbox_slow_total", "action", "disconnected"));
        }
        await().untilAsserted(() -> assertEquals(0, now("channelbox_buffered_bytes")));
    }

    @Test
    void whoIsTooSlowIsDisconnected() throws IOException {
        try (Socket socket = RawWebSocket.openNarrow(base, "/slow/close/1")) {
            sendLarge(channelBox.group("close-1"));
            awaitIncrease(1, "channelbox_slow_total", "action", "disconnected");
        }
    }

    @Test
    void gaps() throws IOException {
        Group group = channelBox.group("drop-1");
        int gaps = 0;
        int missed = 0;
        try (ProtocolClient client = ProtocolClient.openNarrow(base, "/slow/drop/1")) {
            assertEquals("joined", client.next().get("type").asText());
            sendLarge(group);
            await().until(() -> increase("channelbox_dropped_total", "template", SLOW) > 0);
            for (String last = ""; !last.equals("end");) {
                if (client.isEmpty()) {
                    group.sendAndAwait("end");
                }
                JsonNode frame = client.next();
                if (frame.get("type").asText().equals("gap")) {
                    gaps++;
                    missed += frame.get("missed").asInt();
                } else {
                    last = frame.get("data").asText();
                }
            }
            assertTrue(gaps > 0);
            assertEquals(gaps, increase("channelbox_gaps_total", "template", SLOW));
            assertEquals(missed, increase("channelbox_dropped_total", "template", SLOW));
        }
    }

    @Test
    void resumes() {
        String id = channelBox.group("room-1").sendAndAwait("x", SendOptions.saveHistory()).id().orElseThrow();
        ProtocolClient.open(base, "/room/1?resume=room-1@" + id).close();
        awaitIncrease(1, "channelbox_resumes_total", "recovered", "true");
        ProtocolClient.open(base, "/room/1?resume=room-1@unknown:7").close();
        awaitIncrease(1, "channelbox_resumes_total", "recovered", "false");
        assertEquals(1, increase("channelbox_resumes_total", "recovered", "true"));
    }

    @Test
    void refusalsAndCommands() {
        assertEquals(400, WsClient.upgradeStatus(base, "/room/a%20b", Map.of()));
        assertEquals(1, increase("channelbox_refusals_total", "status", "400"));
        assertEquals(403, WsClient.upgradeStatus(base, "/room/1", Map.of("Origin", "https://elsewhere.example")));
        assertEquals(1, increase("channelbox_refusals_total", "status", "403"));
        try (ProtocolClient desk = ProtocolClient.open(base, "/desk");
                ProtocolClient room = ProtocolClient.open(base, "/room/1")) {
            desk.answerTo(desk.ask("join", "group", "desk-1"));
            command("join", "ok");
            desk.answerTo(desk.ask("join", "group", "room-1"));
            command("join", "refused");
            assertEquals(2, increase("channelbox_refusals_total", "status", "403"));
            desk.answerTo(desk.ask("leave", "group", "desk-1"));
            command("leave", "ok");
            room.answerTo(room.ask("publish", "group", "room-1", "data", "hi"));
            command("publish", "ok");
            assertEquals(1, increase("channelbox_sends_total", "result", "ok", "template", ROOM));
            room.answerTo(room.ask("publish", "group", "room-2", "data", "hi"));
            command("publish", "refused");
            room.answerTo(room.ask("event", "event", "add", "data", 1L));
            command("event", "ok");
            room.answerTo(room.ask("event", "event", "refuse"));
            command("event", "refused");
            assertEquals(1, increase("channelbox_refusals_total", "status", "418"));
            room.answerTo(room.ask("event", "event", "fail"));
            command("event", "failed");
        }
    }

    private void command(String command, String result) {
        awaitIncrease(1, "channelbox_commands_total", "command", command, "result", result);
    }

    @Test
    void whatTheCleanupCloses() {
        try (WsClient client = WsClient.open(base, "/slow/brief/1")) {
            // Whether it is this one that closes it, or the one of every minute.
            await().untilAsserted(() -> {
                channelBox.cleanExpired().await().indefinitely();
                assertEquals(1, increase("channelbox_expired_total"));
            });
            assertEquals(1, increase("channelbox_leaves_total", "reason", "expired", "template", SLOW));
        }
    }

    /** Of whatever happens. */
    @Test
    void noTagNamesAGroupOrAUser() {
        String[] authorization = { "Authorization: " + EmbeddedUsers.authorization("secret-user") };
        assertEquals(403, WsClient.upgradeStatus(base, "/room/secret", Map.of("Origin", "https://secret.example")));
        try (ProtocolClient room = ProtocolClient.open(base, "/room/secret?resume=room-secret@unknown:7", authorization);
                ProtocolClient desk = ProtocolClient.open(base, "/desk", authorization)) {
            desk.answerTo(desk.ask("join", "group", "desk-secret"));
            desk.answerTo(desk.ask("join", "group", "secret"));
            room.answerTo(room.ask("publish", "group", "room-secret", "data", "hi"));
            room.answerTo(room.ask("event", "event", "secret"));
            channelBox.group("secret").sendAndAwait("x", SendOptions.saveHistory());
            channelBox.user("secret-user").join("secret").await().indefinitely();
            channelBox.user("secret-user").sendAndAwait("x");
            channelBox.connection(room.id()).sendAndAwait("x");
        }
        Pattern label = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
        Set<String> names = Set.of("template", "reason", "result", "status", "recovered", "action", "bound", "protocol",
                "command", "kind");
        for (String line : Scrape.of(base).lines()) {
            assertFalse(line.contains("secret"), line);
            if (line.startsWith("channelbox_")) {
                Matcher labels = label.matcher(line);
                while (labels.find()) {
                    assertTrue(names.contains(labels.group(1)), line);
                    assertTrue(!labels.group(1).equals("template")
                            || List.of(ROOM, SLOW, "desk-{id}", NONE).contains(labels.group(2)), line);
                }
            }
        }
    }
}
