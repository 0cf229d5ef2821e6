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

import org.awaitility.core.ConditionFactory;
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
@Timeout(300)
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

    /** Longer than Redis is away for a restart, however slow the machine is. */
    private static final Duration PATIENT = Duration.ofMinutes(1);
    /** Shorter than Redis is away, and long enough to connect and send. */
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    private final RedisServer server = RedisServer.start();
    private final RedisEngines engines = new RedisEngines();
    private final String prefix = RedisEngines.newPrefix();
    private Node one;
    private Node two;

    @BeforeEach
    void start() {
        one = node(server.port(), PATIENT);
        two = node(server.port(), PATIENT);
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
        node.engine.start(new NoMembers()).orTimeout(60, TimeUnit.SECONDS).join();
        return node;
    }

    private static EngineUnavailableException failure(CompletableFuture<Receipt> send) {
        CompletionException failure = assertThrows(CompletionException.class, () -> inTime(send));
        return assertInstanceOf(EngineUnavailableException.class, failure.getCause());
    }

    /** The end of a send, which must not take for ever. */
    private static Receipt inTime(CompletableFuture<Receipt> send) {
        return send.orTimeout(90, TimeUnit.SECONDS).join();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static void awaitUp(Node node) {
        eventually().until(() -> node.engine.trouble().isEmpty());
    }

    /** Breaks the connections of a node that is connected, and waits until it knows. */
    private static void drop(TcpProxy proxy, Node node) {
        long losses = node.engine.losses();
        proxy.drop();
        eventually().until(() -> node.engine.losses() > losses);
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
            assertTrue(inTime(send).stored());
        }
        for (Node node : List.of(one, two)) {
            eventually().until(() -> node.texts.size() >= 3_000);
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
        String before = inTime(one.send("before", SAVE)).messageId();
        server.kill();
        server.startAgain();
        String after = inTime(one.send("after", SAVE)).messageId();
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
            Node cut = node(proxy.port(), PATIENT);
            cut.join("g");
            String first = inTime(one.send("0", SAVE)).messageId();
            eventually().until(() -> cut.texts.equals(List.of("0")));
            proxy.cut();
            for (int i = 1; i <= 3; i++) {
                server.kill();
                server.startAgain();
                inTime(one.send("" + i, SAVE));
            }
            proxy.restore();
            eventually().until(() -> cut.texts.size() >= 4);
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
            Node cut = node(proxy.port(), PATIENT);
            cut.join("g");
            for (int i = 0; i < 5; i++) {
                inTime(one.send("old " + i, SAVE));
            }
            eventually().until(() -> cut.texts.size() == 5);
            proxy.cut();
            // As if it had not written the last two to its disk.
            server.command("DEL", prefix + "{g}:s");
            server.command("HSET", prefix + "{g}:m", "o", "3", "b", "0");
            server.kill();
            server.startAgain();
            for (int i = 0; i < 3; i++) {
                inTime(one.send("new " + i, SAVE));
            }
            proxy.restore();
            eventually().until(() -> cut.texts.contains("new 2"));
            assertEquals(List.of("new 0", "new 1", "new 2"), cut.texts.subList(5, cut.texts.size()));
        }
    }

    @Test
    void aNodeThatWasCutOffReadsWhatItMissed() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), PATIENT);
            cut.join("g");
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                if (i % 400 == 0) {
                    awaitUp(cut);
                }
                sends.add(one.send("" + i, SAVE));
                if (i % 400 == 200) {
                    inTime(sends.get(i - 50));
                    drop(proxy, cut);
                }
            }
            sends.forEach(RedisFailureTest::inTime);
            eventually().until(() -> cut.texts.size() >= 2_000);
            assertEquals(numbers(0, 2_000), cut.texts);
            assertEquals(List.of(), cut.gaps);
            assertEquals(5, cut.engine.losses());
        }
    }

    /** What is not stored and was sent while it was cut off is gone; what is stored keeps its place among the others. */
    @Test
    void whatIsNotStoredKeepsItsPlace() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), PATIENT);
            cut.join("g");
            for (int i = 0; i < 600; i++) {
                inTime(one.send((i % 2 == 0 ? "s" : "u") + i, i % 2 == 0 ? SAVE : SendOptions.defaults()));
                if (i % 100 == 50) {
                    String text = "s" + i;
                    eventually().until(() -> cut.texts.contains(text));
                    drop(proxy, cut);
                }
            }
            inTime(one.send("last", SAVE));
            eventually().until(() -> cut.texts.contains("last"));
            List<String> stored = cut.texts.stream().filter(text -> text.startsWith("s")).toList();
            assertEquals(one.history().subList(0, 300), stored);
            List<Integer> order = cut.texts.stream().filter(text -> !text.equals("last"))
                    .map(text -> Integer.parseInt(text.substring(1))).toList();
            assertEquals(order.stream().sorted().toList(), order);
            // Those before the first loss, at least.
            assertTrue(order.stream().filter(number -> number % 2 == 1).count() >= 25, order::toString);
            assertEquals(6, cut.engine.losses());
        }
    }

    /** The log has moved on: the members are told how many messages are missing, and get those that are there. */
    @Test
    void whatIsNotInTheLogAnyMoreIsAGap() throws Exception {
        GroupSettings three = new GroupSettings(Duration.ofHours(1), PayloadType.AUTO, 0, OptionalInt.empty(), 1024,
                SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, 3, 100_000_000, Optional.empty(), 100, true, 1000);
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), PATIENT);
            cut.join("g");
            inTime(one.send("0", SAVE));
            eventually().until(() -> cut.texts.equals(List.of("0")));
            proxy.cut();
            for (int i = 1; i <= 10; i++) {
                one.engine
                        .publish(new Publication(new Target(Target.Kind.GROUP, List.of("g")), EncodedPayload.text("" + i), SAVE,
                                three, true))
                        .await().indefinitely();
            }
            proxy.restore();
            eventually().until(() -> cut.texts.contains("10"));
            assertEquals(List.of("0", "8", "9", "10"), cut.texts);
            assertEquals(List.of(OptionalLong.of(7)), cut.gaps);
        }
    }

    @Test
    void anEmptyRedisIsAnotherEpoch() {
        String before = inTime(one.send("before", SAVE)).messageId();
        eventually().until(() -> two.texts.equals(List.of("before")));
        server.kill();
        server.erase();
        server.startAgain();
        String after = inTime(two.send("after", SAVE)).messageId();
        assertFalse(after.startsWith(before.substring(0, before.indexOf(':'))));
        for (Node node : List.of(one, two)) {
            eventually().until(() -> node.texts.equals(List.of("before", "after")));
            assertEquals(1, node.gaps.size());
        }
        assertEquals(List.of("after"), one.history());
        LogSlice slice = one.engine.subscribe("g", new ReplayRequest(0, before, 100)).await().indefinitely();
        assertEquals(Optional.of(false), slice.recovered());
    }

    /** A send that failed is not delivered when Redis goes on. */
    @Test
    void whatRedisTookTooLateIsNeverDelivered() throws Exception {
        Node impatient = node(server.port(), IMPATIENT);
        impatient.join("g");
        inTime(impatient.send("warm", SAVE));
        server.pause();
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sends.add(impatient.send("late " + i, i % 2 == 0 ? SAVE : SendOptions.defaults()));
        }
        // Longer than a send waits, and its outcome is waited for.
        eventually().until(() -> sends.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        server.resume();
        inTime(impatient.send("on time", SAVE));
        eventually().until(() -> one.texts.contains("on time"));
        assertEquals(List.of("warm", "on time"), one.texts);
        assertEquals(List.of("warm", "on time"), one.history());
    }

    @Test
    void whileRedisIsAwaySendsFailAndJoinsGoOn() {
        Node impatient = node(server.port(), IMPATIENT);
        impatient.join("g");
        server.kill();
        // What is sent before it is noticed may have been done, as far as the node knows.
        eventually().until(() -> impatient.engine.trouble().isPresent());
        EngineUnavailableException waited = failure(impatient.send("x", SAVE));
        assertFalse(waited.isOutcomeUnknown());
        assertTrue(waited.getMessage().contains("group 'g'"), waited.getMessage());
        // It is known to be away by now: nobody waits any more.
        long before = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            failure(impatient.send("x" + i, SAVE));
        }
        assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(30), "1000 sends did not fail at once");
        assertNull(impatient.join("h").positionId());
        assertThrows(EngineUnavailableException.class, impatient::history);

        server.startAgain();
        eventually().until(() -> impatient.engine.trouble().isEmpty());
        assertTrue(inTime(impatient.send("again", SAVE)).stored());
        eventually().until(() -> one.texts.equals(List.of("again")));
        eventually().until(() -> impatient.texts.equals(List.of("again")));
        // The members of h may have missed something before they were subscribed.
        eventually().until(() -> impatient.gaps.equals(List.of(OptionalLong.empty())));
    }

    @Test
    void anEngineStartsWithoutRedisAndFindsIt() {
        server.kill();
        Node late = new Node();
        late.engine = engines.create(late, new SystemTimeSource(), server.port(), prefix, IMPATIENT);
        CompletableFuture<Void> started = late.engine.start(new NoMembers());
        assertNull(late.join("g").positionId());
        assertTrue(late.engine.trouble().isPresent());
        assertFalse(started.isDone());
        server.startAgain();
        started.orTimeout(60, TimeUnit.SECONDS).join();
        inTime(one.send("hello", SAVE));
        eventually().until(() -> late.texts.equals(List.of("hello")));
    }

    /** Whoever sends as soon as Redis is there is reached itself, however late Redis learns what the node subscribes to. */
    @Test
    void theFirstMessageToAllComesBack() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            proxy.hold("subscribe");
            Node late = new Node();
            late.engine = engines.create(late, new SystemTimeSource(), proxy.port(), prefix, Duration.ofMinutes(10));
            CompletableFuture<Void> started = late.engine.start(new NoMembers());
            eventually().until(proxy::isHolding);
            CompletableFuture<Receipt> send = late.engine.publish(new Publication(new Target(Target.Kind.UNION, List.of("g")),
                    EncodedPayload.text("x"), SendOptions.defaults(), null, false)).subscribeAsCompletionStage();
            // Longer than the send would take.
            inTime(one.send("y", SAVE));
            assertFalse(started.isDone());
            proxy.release();
            assertEquals(1, inTime(send).delivered());
            eventually().until(() -> one.texts.equals(List.of("y", "x")));
        }
    }

    @Test
    void aFullRedisRefusesWhatIsStored() {
        inTime(one.send("1", SAVE));
        server.command("CONFIG", "SET", "maxmemory", "1mb");
        EngineUnavailableException failure = failure(one.send("2", SAVE));
        assertTrue(failure.getMessage().contains("OOM"), failure.getMessage());
        assertFalse(inTime(one.send("not stored", SendOptions.defaults())).stored());
        server.command("CONFIG", "SET", "maxmemory", "0");
        assertTrue(inTime(one.send("3", SAVE)).messageId().endsWith(":2"));
        eventually().until(() -> two.texts.equals(List.of("1", "not stored", "3")));
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
                awaitUp(cut);
                for (int i = 0; i < 20; i++) {
                    sends.add(cut.send(round + "-" + i, SAVE));
                }
                drop(proxy, cut);
                inTime(sends.get(sends.size() - 1));
            }
            for (CompletableFuture<Receipt> send : sends) {
                inTime(send);
            }
            eventually().until(() -> cut.texts.size() >= 600);
            assertEquals(one.history(), cut.texts);
            assertEquals(30, cut.engine.losses());
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
            eventually().until(() -> cut.texts.size() >= sends.size());
            assertEquals(sends.size(), cut.texts.size());
            assertEquals(List.of(), cut.gaps);
        }
    }

    /** The master becomes a replica of its replica, and the address leads to that: one node sends, the other one listens. */
    @Test
    void anotherServerBecomesTheMaster() throws Exception {
        try (RedisServer second = RedisServer.start(); TcpProxy proxy = TcpProxy.to(server.port())) {
            second.command("REPLICAOF", "127.0.0.1", Integer.toString(server.port()));
            eventually().until(() -> second.command("INFO", "replication").contains("master_link_status:up"));
            Node sender = node(proxy.port(), PATIENT);
            Node member = node(proxy.port(), PATIENT);
            member.join("g");
            for (int i = 0; i < 100; i++) {
                inTime(sender.send("" + i, SAVE));
            }
            eventually().until(() -> second.command("XLEN", prefix + "{g}:s").equals(":100\r\n"));

            proxy.lead(second.port());
            second.command("REPLICAOF", "NO", "ONE");
            server.command("REPLICAOF", "127.0.0.1", Integer.toString(second.port()));
            for (int i = 100; i < 200; i++) {
                assertTrue(inTime(sender.send("" + i, SAVE)).stored());
            }
            eventually().until(() -> member.texts.size() >= 200);
            assertEquals(numbers(0, 200), member.texts);
            assertEquals(List.of(), member.gaps);
            // The one that only listens has to write, too: that it is alive.
            eventually()
                    .until(() -> second.command("CLIENT", "LIST").lines().filter(client -> client.contains(" cmd=subscribe")
                            || client.contains(" sub=3 ") || client.contains(" sub=2 ")).count() == 2);
        }
    }

    /** The connection breaks between the script and its reply: the node asks what became of it. */
    @Test
    void aReplyThatWasLostIsAskedFor() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), PATIENT);
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                awaitUp(cut);
                for (int i = 0; i < 20; i++) {
                    sends.add(cut.send(round + "-" + i, i % 2 == 0 ? SAVE : SendOptions.defaults()));
                }
                drop(proxy, cut);
                inTime(sends.get(sends.size() - 1));
            }
            sends.forEach(RedisFailureTest::inTime);
            inTime(one.send("last", SAVE));
            eventually().until(() -> one.texts.contains("last"));
            assertEquals(601, one.texts.size());
            assertEquals(601, one.texts.stream().distinct().count());
            assertEquals(301, one.history().size());
            assertEquals(30, cut.engine.losses());
        }
    }

    /** Redis does what a send asks for, and its reply is lost with the connection. */
    private CompletableFuture<Receipt> sendAndLoseTheReply(TcpProxy proxy, Node cut, String text, SendOptions options) {
        awaitUp(cut);
        proxy.holdAnswers();
        CompletableFuture<Receipt> send = cut.send(text, options);
        eventually().until(() -> one.texts.contains(text));
        assertFalse(send.isDone());
        drop(proxy, cut);
        proxy.release();
        return send;
    }

    @Test
    void whatWasDoneIsNotDoneAgainForAReplyThatWasLost() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofMinutes(10));
            // Redis has the script from now on, and need not be sent it.
            inTime(cut.send("first", SAVE));
            Receipt stored = inTime(sendAndLoseTheReply(proxy, cut, "stored", SAVE));
            Receipt notStored = inTime(sendAndLoseTheReply(proxy, cut, "not stored", SendOptions.defaults()));
            inTime(cut.send("last", SAVE));
            eventually().until(() -> one.texts.contains("last"));
            assertEquals(List.of("first", "stored", "not stored", "last"), one.texts);
            assertEquals(List.of("first", "stored", "last"), one.history());
            assertEquals(one.engine.history("g", HistoryQuery.all()).await().indefinitely().get(1).id(), stored.messageId());
            assertFalse(notStored.stored());
        }
    }

    /** It is lost with the reply, and the sender must not wait for it. */
    @Test
    void whatWasDoneDoesNotComeBackToItsSenderWithAReplyThatWasLost() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            Node cut = node(proxy.port(), Duration.ofMinutes(10));
            cut.join("g");
            inTime(cut.send("first", SAVE));
            assertTrue(inTime(sendAndLoseTheReply(proxy, cut, "stored", SAVE)).stored());
            assertFalse(inTime(sendAndLoseTheReply(proxy, cut, "not stored", SendOptions.defaults())).stored());
            inTime(cut.send("last", SAVE));
            eventually().until(() -> cut.texts.contains("last"));
            assertEquals(List.of("first", "stored", "last"), cut.texts);
            assertEquals(List.of("first", "stored", "not stored", "last"), one.texts);
            assertEquals(List.of(), cut.gaps);
        }
    }
}
