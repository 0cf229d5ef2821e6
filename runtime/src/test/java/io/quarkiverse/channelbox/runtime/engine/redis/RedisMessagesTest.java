package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;

/** What of a message gets to other nodes and into the log, and what becomes of a log in which nothing is. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisMessagesTest extends RedisFixture {

    private static final long DAY = Duration.ofDays(1).toMillis();

    private static final class Node implements EngineListener {

        private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        private final List<OptionalLong> gaps = new CopyOnWriteArrayList<>();
        private RedisEngine engine;

        @Override
        public int onMessage(Delivery delivery) {
            deliveries.add(delivery);
            return 1;
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
            gaps.add(missed);
        }

        LogStart join(ReplayRequest request) {
            return engine.subscribe("g", request).await().indefinitely();
        }

        void send(EncodedPayload payload, SendOptions options) {
            engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of("g")), payload, options,
                    new GroupSettingsResolver(TestConfig.of(), List.of()).settings("g"), options.isSaveHistory())).await()
                    .indefinitely();
        }
    }

    private final Node one = new Node();
    private final Node two = new Node();

    @BeforeEach
    void start() {
        for (Node node : List.of(one, two)) {
            node.engine = engines.start(node, new SystemTimeSource(), server.port(), prefix);
        }
    }

    private String ttlOfLog() {
        return server.command("PTTL", prefix + "{g}:m");
    }

    private long millisLeftOfLog() {
        return Long.parseLong(ttlOfLog().substring(1).strip());
    }

    @Test
    void bytesStayWhatTheyAre() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        one.join(ReplayRequest.last(0));
        two.join(ReplayRequest.last(0));
        one.send(EncodedPayload.of(PayloadType.BINARY, bytes), SendOptions.saveHistory());
        one.send(EncodedPayload.of(PayloadType.BINARY, new byte[0]), SendOptions.saveHistory());
        for (Node node : List.of(one, two)) {
            eventually().until(() -> node.deliveries.size() == 2);
            assertArrayEquals(bytes, node.deliveries.get(0).payload().bytes());
            assertEquals(PayloadType.BINARY, node.deliveries.get(0).payload().kind());
            assertEquals(0, node.deliveries.get(1).payload().size());
        }
        List<StoredMessage> stored = two.engine.history("g", HistoryQuery.all()).await().indefinitely();
        assertArrayEquals(bytes, stored.get(0).payload().bytes());
        assertEquals(PayloadType.BINARY, stored.get(0).payload().kind());
    }

    @Test
    void whoGetsItIsTheSameOnAllNodes() {
        two.join(ReplayRequest.last(0));
        one.send(EncodedPayload.text("x"),
                SendOptions.defaults().event("said \u00e4").except("c1", "c2").attribute("role", "\u65e5")
                        .attribute("b", ""));
        eventually().until(() -> two.deliveries.size() == 1);
        SendOptions options = two.deliveries.get(0).publication().options();
        assertEquals("said \u00e4", options.getEvent().orElseThrow());
        assertEquals(Set.of("c1", "c2"), Set.copyOf(options.getExcept()));
        assertEquals(Map.of("role", "\u65e5", "b", ""), options.getAttributes());
    }

    /** Members that are there for longer than an empty log lives are told of no gap when something is stored at last. */
    @Test
    void aLogWithMembersLivesOn() {
        String epoch = one.join(ReplayRequest.last(0)).position().epoch();
        one.send(EncodedPayload.text("x"), SendOptions.saveHistory());
        one.engine.flushHistory("g").await().indefinitely();
        server.command("PEXPIRE", prefix + "{g}:m", "100000");
        one.engine.keepLogs();
        eventually().until(() -> millisLeftOfLog() > DAY - 100_000);
        one.send(EncodedPayload.text("x"), SendOptions.saveHistory());
        assertEquals(epoch, one.join(ReplayRequest.last(0)).position().epoch());
        assertEquals(List.of(), one.gaps);
        // One that has messages for ever does not end.
        assertEquals(":-1\r\n", ttlOfLog());
        one.engine.keepLogs();
        one.join(ReplayRequest.last(1));
        assertEquals(":-1\r\n", ttlOfLog());
    }

    @Test
    void aMemberJoinsThoughRedisIsFull() {
        server.command("CONFIG", "SET", "maxmemory", "1mb");
        assertNotNull(one.join(ReplayRequest.last(10)).position());
        two.send(EncodedPayload.text("not stored"), SendOptions.defaults());
        eventually().until(() -> one.deliveries.size() == 1);
        server.command("CONFIG", "SET", "maxmemory", "0");
        two.send(EncodedPayload.text("stored"), SendOptions.saveHistory());
        eventually().until(() -> one.deliveries.size() == 2);
    }

    /** What was sent for a connection that was lost, and comes when its next attempt is over, is not published again. */
    @Test
    void anAttemptThatComesAfterTheNextOneIsRefused() {
        one.join(ReplayRequest.last(0));
        one.send(EncodedPayload.text("x"), SendOptions.saveHistory());
        String outcome = server.command("KEYS", prefix + "{g}:r:*").lines().skip(2).findFirst().orElseThrow();
        String number = server.command("GETRANGE", outcome, "0", "0").lines().skip(1).findFirst().orElseThrow();
        String never = Long.toString(System.currentTimeMillis() + DAY);
        for (int ago = 0; ago < 2; ago++) {
            String reply = server.command("EVAL", Script.PUBLISH.source(), "3", prefix + "{g}:m", prefix + "{g}:s", outcome,
                    never, Long.toString(Long.parseLong(number) - ago), "1000", "", "e", prefix + "{g}:c:0", "1000", "10",
                    "1000",
                    "0", "300000", "10000", "other:1", "late", "-1", "0", "");
            assertEquals(ago > 0, reply.startsWith("-LATE"), reply);
            assertEquals(ago == 0, reply.contains("again"), reply);
        }
        one.send(EncodedPayload.text("y"), SendOptions.saveHistory());
        assertEquals(List.of("x", "y"), one.deliveries.stream().map(delivery -> delivery.payload().text()).toList());
    }
}
