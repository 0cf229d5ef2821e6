package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.engine.Delivery;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.LogSlice;
import io.quarkiverse.channelbox.runtime.engine.Publication;
import io.quarkiverse.channelbox.runtime.engine.ReplayRequest;
import io.quarkiverse.channelbox.runtime.engine.StoredMessage;
import io.quarkiverse.channelbox.runtime.engine.Target;
import io.quarkiverse.channelbox.runtime.expiry.SystemTimeSource;
import io.quarkiverse.channelbox.runtime.fanout.EncodedPayload;
import io.quarkiverse.channelbox.runtime.group.GroupSettings;
import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkiverse.channelbox.testclient.TcpProxy;

/** Redis away, slow, full, restarted with and without its data, and cut off from one node. */
@Timeout(120)
class RedisFailureTest {

    private static final SendOptions SAVE = SendOptions.saveHistory();
    private static final GroupSettings SETTINGS = new GroupSettings(Duration.ofHours(1), PayloadType.AUTO, 0,
            OptionalInt.empty(), 1024, SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, 100_000, 100_000_000,
            Optional.empty(), 100_000, true, 1000);

    /** What a node got. */
    private static final class Node implements EngineListener {

        private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> storedOffsets = Collections.synchronizedList(new ArrayList<>());
        private final List<OptionalLong> gaps = Collections.synchronizedList(new ArrayList<>());
        private RedisEngine engine;

        @Override
        public int onMessage(Delivery delivery) {
            texts.add(delivery.payload().text());
            if (delivery.publication().store()) {
                storedOffsets.add(delivery.position());
            }
            return 1;
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
            gaps.add(missed);
        }

        LogSlice join(String group) {
            return engine.subscribe(group, ReplayRequest.last(0)).await().indefinitely();
        }

        CompletableFuture<Receipt> send(String text, SendOptions options) {
            return send("g", text, options);
        }

        CompletableFuture<Receipt> send(String group, String text, SendOptions options) {
            return engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)), EncodedPayload.text(text),
                    options, SETTINGS, options.isSaveHistory())).subscribeAsCompletionStage();
        }

        List<String> history() {
            return engine.history("g", HistoryQuery.all()).await().indefinitely().stream().map(StoredMessage::text).toList();
        }
    }

    private final RedisServer server = RedisServer.start();
    private final RedisEngines engines = new RedisEngines();
    private final String prefix = RedisEngines.newPrefix();
    private Node one;
    private Node two;

    @BeforeEach
    void start() {
        one = node(server.port(), Duration.ofSeconds(5));
        two = node(server.port(), Duration.ofSeconds(5));
        one.join("g");
        two.join("g");
    }

    @AfterEach
    void stop() {
        engines.close();
        server.close();
    }

    private Node node(int port, Duration timeout) {
        Node node = new Node();
        node.engine = engines.create(node, new SystemTimeSource(), port, prefix, timeout);
        node.engine.start(new NoMembers()).orTimeout(20, TimeUnit.SECONDS).join();
        return node;
    }

    private static EngineUnavailableException failure(CompletableFuture<Receipt> send) {
        CompletionException failure = assertThrows(CompletionException.class, send::join);
        return assertInstanceOf(EngineUnavailableException.class, failure.getCause());
    }

    /** The end of a send that must not wait for its deadline. */
    private static Receipt inTime(CompletableFuture<Receipt> send) {
        return send.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    /** Killed and started again with its data, twice, while both nodes send. */
    @Test
    void aRestartLosesAndDoublesNothing() throws Exception {
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            sends.add((i % 2 == 0 ? one : two).send("" + i, SAVE));
            if (i % 3 == 0) {
                Thread.sleep(1);
            }
            if (i == 1_000 || i == 2_000) {
                server.kill();
                server.startAgain();
            }
        }
        // Shorter than the timeout: not one fails.
        for (CompletableFuture<Receipt> send : sends) {
            assertTrue(send.join().stored());
        }
        for (Node node : List.of(one, two)) {
            await().until(() -> node.texts.size() >= 3_000);
            assertEquals(3_000, node.texts.size());
            assertEquals(one.history(), node.texts);
            List<Long> offsets = node.storedOffsets;
            for (int i = 0; i < offsets.size(); i++) {
                assertEquals(i + 1, offsets.get(i));
            }
            assertEquals(List.of(), node.gaps);
        }
    }

    /** The ids of a server that may have forgotten some do not come again. */
    @Test
    void afterARestartIdsAreOfAnotherEpochAndTheLogIsTheSame() {
        String before = one.send("before", SAVE).join().messageId();
        server.kill();
        server.startAgain();
        String after = one.send("after", SAVE).join().messageId();
        assertFalse(after.startsWith(before.substring(0, before.indexOf(':'))));
        assertTrue(after.endsWith(":2"));
        LogSlice slice = one.engine.subscribe("g", new ReplayRequest(0, before, 100)).await().indefinitely();
        assertEquals(Optional.of(true), slice.recovered());
        assertEquals(List.of("after"), slice.messages().stream().map(StoredMessage::text).toList());
        assertEquals(List.of(before, after),
                one.engine.history("g", HistoryQuery.all()).await().indefinitely().stream().map(StoredMessage::id).toList());
        assertEquals(List.of("after"), one.engine.history("g", HistoryQuery.all().after(before)).await().indefinitely()
                .stream().map(StoredMessage::text).toList());
    }

    /** A node that is cut off while Redis is restarted three times still knows what it has. */
    @Test
    void severalRestartsAreNoGap() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofSeconds(5));
            cut.join("g");
            String first = one.send("0", SAVE).join().messageId();
            await().until(() -> cut.texts.equals(List.of("0")));
            proxy.cut();
            for (int i = 1; i <= 3; i++) {
                server.kill();
                server.startAgain();
                one.send("" + i, SAVE).join();
            }
            proxy.restore();
            await().until(() -> cut.texts.size() >= 4);
            assertEquals(numbers(0, 4), cut.texts);
            assertEquals(List.of(), cut.gaps);
            LogSlice slice = one.engine.subscribe("g", new ReplayRequest(0, first, 100)).await().indefinitely();
            assertEquals(Optional.of(true), slice.recovered());
            assertEquals(numbers(1, 4), slice.messages().stream().map(StoredMessage::text).toList());
        }
    }

    /**
     * A server that lost the newest messages when it was restarted gives their offsets to others, which are new to everybody.
     */
    @Test
    void whatIsNewAfterALossIsNotTakenForWhatWasLost() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofSeconds(5));
            cut.join("g");
            for (int i = 0; i < 5; i++) {
                one.send("old " + i, SAVE).join();
            }
            await().until(() -> cut.texts.size() == 5);
            proxy.cut();
            // As if it had not written the last two to its disk.
            server.command("DEL", prefix + "{g}:s");
            server.command("HSET", prefix + "{g}:m", "o", "3", "b", "0");
            server.kill();
            server.startAgain();
            for (int i = 0; i < 3; i++) {
                one.send("new " + i, SAVE).join();
            }
            proxy.restore();
            await().until(() -> cut.texts.contains("new 2"));
            assertEquals(List.of("new 0", "new 1", "new 2"), cut.texts.subList(5, cut.texts.size()));
        }
    }

    @Test
    void aNodeThatWasCutOffReadsWhatItMissed() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofSeconds(5));
            cut.join("g");
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                sends.add(one.send("" + i, SAVE));
                if (i % 400 == 200) {
                    sends.get(i - 50).join();
                    proxy.drop();
                }
            }
            sends.forEach(CompletableFuture::join);
            await().until(() -> cut.texts.size() >= 2_000);
            assertEquals(numbers(0, 2_000), cut.texts);
            assertEquals(List.of(), cut.gaps);
        }
    }

    /** What is not stored and was sent while it was cut off is gone; what is stored keeps its place among the others. */
    @Test
    void whatIsNotStoredKeepsItsPlace() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofSeconds(5));
            cut.join("g");
            for (int i = 0; i < 600; i++) {
                one.send((i % 2 == 0 ? "s" : "u") + i, i % 2 == 0 ? SAVE : SendOptions.defaults()).join();
                if (i % 100 == 50) {
                    proxy.drop();
                }
            }
            one.send("last", SAVE).join();
            await().until(() -> cut.texts.contains("last"));
            List<String> stored = cut.texts.stream().filter(text -> text.startsWith("s")).toList();
            assertEquals(one.history().subList(0, 300), stored);
            List<Integer> order = cut.texts.stream().filter(text -> !text.equals("last"))
                    .map(text -> Integer.parseInt(text.substring(1))).toList();
            assertEquals(order.stream().sorted().toList(), order);
        }
    }

    /** The log has moved on: the members are told how many messages are missing, and get those that are there. */
    @Test
    void whatIsNotInTheLogAnyMoreIsAGap() throws Exception {
        GroupSettings three = new GroupSettings(Duration.ofHours(1), PayloadType.AUTO, 0, OptionalInt.empty(), 1024,
                SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, 3, 100_000_000, Optional.empty(), 100, true, 1000);
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofSeconds(5));
            cut.join("g");
            one.send("0", SAVE).join();
            await().until(() -> cut.texts.equals(List.of("0")));
            proxy.cut();
            for (int i = 1; i <= 10; i++) {
                one.engine
                        .publish(new Publication(new Target(Target.Kind.GROUP, List.of("g")), EncodedPayload.text("" + i), SAVE,
                                three, true))
                        .await().indefinitely();
            }
            proxy.restore();
            await().until(() -> cut.texts.contains("10"));
            assertEquals(List.of("0", "8", "9", "10"), cut.texts);
            assertEquals(List.of(OptionalLong.of(7)), cut.gaps);
        }
    }

    @Test
    void anEmptyRedisIsAnotherEpoch() {
        String before = one.send("before", SAVE).join().messageId();
        server.kill();
        server.erase();
        server.startAgain();
        String after = two.send("after", SAVE).join().messageId();
        assertFalse(after.startsWith(before.substring(0, before.indexOf(':'))));
        for (Node node : List.of(one, two)) {
            await().until(() -> node.texts.equals(List.of("before", "after")));
            assertEquals(1, node.gaps.size());
        }
        assertEquals(List.of("after"), one.history());
        LogSlice slice = one.engine.subscribe("g", new ReplayRequest(0, before, 100)).await().indefinitely();
        assertEquals(Optional.of(false), slice.recovered());
    }

    /** A send that failed is not delivered when Redis goes on. */
    @Test
    void whatRedisTookTooLateIsNeverDelivered() throws Exception {
        Node impatient = node(server.port(), Duration.ofMillis(500));
        impatient.join("g");
        impatient.send("warm", SAVE).join();
        server.pause();
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sends.add(impatient.send("late " + i, i % 2 == 0 ? SAVE : SendOptions.defaults()));
        }
        // Longer than a send waits, and its outcome is waited for.
        await().until(() -> sends.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        server.resume();
        impatient.send("on time", SAVE).join();
        await().until(() -> one.texts.contains("on time"));
        assertEquals(List.of("warm", "on time"), one.texts);
        assertEquals(List.of("warm", "on time"), one.history());
    }

    @Test
    void whileRedisIsAwaySendsFailAndJoinsGoOn() {
        Node impatient = node(server.port(), Duration.ofMillis(500));
        impatient.join("g");
        server.kill();
        // What is sent before it is noticed may have been done, as far as the node knows.
        await().until(() -> impatient.engine.trouble().isPresent());
        EngineUnavailableException waited = failure(impatient.send("x", SAVE));
        assertFalse(waited.isOutcomeUnknown());
        assertTrue(waited.getMessage().contains("group 'g'"), waited.getMessage());
        // It is known to be away by now: nobody waits any more.
        long before = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            failure(impatient.send("x" + i, SAVE));
        }
        assertTrue(System.nanoTime() - before < 2_000_000_000L, "1000 sends did not fail at once");
        assertNull(impatient.join("h").positionId());
        assertThrows(EngineUnavailableException.class, impatient::history);

        server.startAgain();
        await().until(() -> impatient.engine.trouble().isEmpty());
        assertTrue(impatient.send("again", SAVE).join().stored());
        await().until(() -> one.texts.equals(List.of("again")));
        await().until(() -> impatient.texts.equals(List.of("again")));
        // The members of h may have missed something before they were subscribed.
        await().until(() -> impatient.gaps.equals(List.of(OptionalLong.empty())));
    }

    @Test
    void anEngineStartsWithoutRedisAndFindsIt() {
        server.kill();
        Node late = new Node();
        late.engine = engines.create(late, new SystemTimeSource(), server.port(), prefix, Duration.ofMillis(300));
        CompletableFuture<Void> started = late.engine.start(new NoMembers());
        assertNull(late.join("g").positionId());
        assertTrue(late.engine.trouble().isPresent());
        assertFalse(started.isDone());
        server.startAgain();
        started.orTimeout(20, TimeUnit.SECONDS).join();
        one.send("hello", SAVE).join();
        await().until(() -> late.texts.equals(List.of("hello")));
    }

    /** Whoever sends as soon as Redis is there is reached itself, however late Redis learns what the node subscribes to. */
    @Test
    void theFirstMessageToAllComesBack() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            proxy.hold("subscribe");
            Node late = new Node();
            late.engine = engines.create(late, new SystemTimeSource(), proxy.port(), prefix, Duration.ofMinutes(10));
            CompletableFuture<Void> started = late.engine.start(new NoMembers());
            await().until(proxy::isHolding);
            CompletableFuture<Receipt> send = late.engine.publish(new Publication(new Target(Target.Kind.UNION, List.of("g")),
                    EncodedPayload.text("x"), SendOptions.defaults(), null, false)).subscribeAsCompletionStage();
            // Longer than the send would take.
            one.send("y", SAVE).join();
            assertFalse(started.isDone());
            proxy.release();
            assertEquals(1, inTime(send).delivered());
            await().until(() -> one.texts.equals(List.of("y", "x")));
        }
    }

    @Test
    void aFullRedisRefusesWhatIsStored() {
        one.send("1", SAVE).join();
        server.command("CONFIG", "SET", "maxmemory", "1mb");
        EngineUnavailableException failure = failure(one.send("2", SAVE));
        assertTrue(failure.getMessage().contains("OOM"), failure.getMessage());
        assertFalse(one.send("not stored", SendOptions.defaults()).join().stored());
        server.command("CONFIG", "SET", "maxmemory", "0");
        assertTrue(one.send("3", SAVE).join().messageId().endsWith(":2"));
        await().until(() -> two.texts.equals(List.of("1", "not stored", "3")));
        assertEquals(List.of("1", "3"), one.history());
    }

    /** What was published before the connection broke does not come back to its sender, which does not wait for that. */
    @Test
    void aSendThatWasPublishedBeforeTheLossIsOverWithTheReply() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofMinutes(10));
            cut.join("g");
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                for (int i = 0; i < 20; i++) {
                    sends.add(cut.send(round + "-" + i, SAVE));
                }
                proxy.drop();
                inTime(sends.get(sends.size() - 1));
            }
            for (CompletableFuture<Receipt> send : sends) {
                inTime(send);
            }
            await().until(() -> cut.texts.size() >= 600);
            assertEquals(one.history(), cut.texts);
        }
    }

    /** With messages on their way in many groups, whichever connection breaks first. */
    @Test
    void manyGroupsGoOnAfterALossUnderLoad() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofMinutes(10));
            for (int group = 0; group < 40; group++) {
                cut.join("g" + group);
            }
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int round = 0; round < 6; round++) {
                for (int i = 0; i < 4_000; i++) {
                    sends.add(cut.send("g" + i % 40, round + "-" + i, SAVE));
                    if (i == 2_000) {
                        // Some of them are answered.
                        inTime(sends.get(sends.size() - 1_500));
                        server.kill();
                        server.startAgain();
                    }
                }
                inTime(sends.get(sends.size() - 1));
            }
            for (CompletableFuture<Receipt> send : sends) {
                inTime(send);
            }
            await().until(() -> cut.texts.size() >= sends.size());
            assertEquals(sends.size(), cut.texts.size());
            assertEquals(List.of(), cut.gaps);
        }
    }

    /** The master becomes a replica of its replica, and the address leads to that: one node sends, the other one listens. */
    @Test
    void anotherServerBecomesTheMaster() throws Exception {
        try (RedisServer second = RedisServer.start(); TcpProxy proxy = TcpProxy.to(server.port())) {
            second.command("REPLICAOF", "127.0.0.1", Integer.toString(server.port()));
            await().until(() -> second.command("INFO", "replication").contains("master_link_status:up"));
            Node sender = node(proxy.port(), Duration.ofSeconds(10));
            Node member = node(proxy.port(), Duration.ofSeconds(10));
            member.join("g");
            for (int i = 0; i < 100; i++) {
                sender.send("" + i, SAVE).join();
            }
            assertEquals(":1\r\n", server.command("WAIT", "1", "4000"));

            proxy.lead(second.port());
            second.command("REPLICAOF", "NO", "ONE");
            server.command("REPLICAOF", "127.0.0.1", Integer.toString(second.port()));
            for (int i = 100; i < 200; i++) {
                assertTrue(sender.send("" + i, SAVE).join().stored());
            }
            await().until(() -> member.texts.size() >= 200);
            assertEquals(numbers(0, 200), member.texts);
            assertEquals(List.of(), member.gaps);
            // The one that only listens has to write, too: that it is alive.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> second.command("CLIENT", "LIST").lines().filter(client -> client.contains(" cmd=subscribe")
                            || client.contains(" sub=3 ") || client.contains(" sub=2 ")).count() == 2);
        }
    }

    /** The connection breaks between the script and its reply: the node asks what became of it. */
    @Test
    void aReplyThatWasLostIsAskedFor() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofSeconds(5));
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                for (int i = 0; i < 20; i++) {
                    sends.add(cut.send(round + "-" + i, i % 2 == 0 ? SAVE : SendOptions.defaults()));
                }
                proxy.drop();
                sends.get(sends.size() - 1).join();
            }
            sends.forEach(CompletableFuture::join);
            one.send("last", SAVE).join();
            await().until(() -> one.texts.contains("last"));
            assertEquals(601, one.texts.size());
            assertEquals(601, one.texts.stream().distinct().count());
            assertEquals(301, one.history().size());
        }
    }
}
