package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.testclient.TcpProxy;

/** A node that is cut off from Redis while that goes on. */
@Tag("long")
@Timeout(300)
class RedisLossTest extends TwoNodes {

    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));

    private static void awaitUp(RedisNode node) {
        eventually().until(() -> node.engine.trouble().isEmpty());
    }

    /** Breaks the connections of a node that is connected, and waits until it knows. */
    private static void drop(TcpProxy proxy, RedisNode node) {
        long losses = node.engine.losses();
        proxy.drop();
        eventually().until(() -> node.engine.losses() > losses);
    }

    @Test
    void aNodeThatWasCutOffReadsWhatItMissed() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
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
            sends.forEach(TwoNodes::inTime);
            eventually().until(() -> cut.texts.size() >= 2_000);
            assertEquals(numbers(0, 2_000), cut.texts);
            assertEquals(List.of(), cut.gaps);
            assertEquals(5, cut.engine.losses());
        }
    }

    /** What is not stored and was sent while it was cut off is gone; what is stored keeps its place among the others. */
    @Test
    void whatIsNotStoredKeepsItsPlace() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
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
    void whatIsNotInTheLogAnyMoreIsAGap() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
            cut.join("g");
            inTime(one.send("0", SAVE));
            eventually().until(() -> cut.texts.equals(List.of("0")));
            proxy.cut();
            for (int i = 1; i <= 10; i++) {
                inTime(one.send(GROUP, "" + i, SAVE, RedisNode.settings(3)));
            }
            proxy.restore();
            eventually().until(() -> cut.texts.contains("10"));
            assertEquals(List.of("0", "8", "9", "10"), cut.texts);
            assertEquals(List.of(OptionalLong.of(7)), cut.gaps);
        }
    }

    /** The connection breaks between the script and its reply: the node asks what became of it. */
    @Test
    void aReplyThatWasLostIsAskedFor() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                awaitUp(cut);
                for (int i = 0; i < 20; i++) {
                    sends.add(cut.send(round + "-" + i, i % 2 == 0 ? SAVE : SendOptions.defaults()));
                }
                drop(proxy, cut);
                inTime(sends.get(sends.size() - 1));
            }
            sends.forEach(TwoNodes::inTime);
            inTime(one.send("last", SAVE));
            eventually().until(() -> one.texts.contains("last"));
            assertEquals(601, one.texts.size());
            assertEquals(601, one.texts.stream().distinct().count());
            assertEquals(301, one.history().size());
            assertEquals(30, cut.engine.losses());
        }
    }

    /** What was published before the connection broke does not come back to its sender, which does not wait for that. */
    @Test
    void aSendThatWasPublishedBeforeTheLossIsOverWithTheReply() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), FOR_EVER);
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

    /** Redis does what a send asks for, and its reply is lost with the connection. */
    private CompletableFuture<Receipt> sendAndLoseTheReply(TcpProxy proxy, RedisNode cut, String text, SendOptions options) {
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
            RedisNode cut = node(proxy.port(), FOR_EVER);
            // Redis has the script from now on, and need not be sent it.
            inTime(cut.send("first", SAVE));
            Receipt stored = inTime(sendAndLoseTheReply(proxy, cut, "stored", SAVE));
            Receipt notStored = inTime(sendAndLoseTheReply(proxy, cut, "not stored", SendOptions.defaults()));
            inTime(cut.send("last", SAVE));
            eventually().until(() -> one.texts.contains("last"));
            assertEquals(List.of("first", "stored", "not stored", "last"), one.texts);
            assertEquals(List.of("first", "stored", "last"), one.history());
            assertEquals(one.log().get(1).position().id(), stored.id().orElseThrow());
            assertFalse(notStored.stored());
        }
    }

    /** It is lost with the reply, and the sender must not wait for it. */
    @Test
    void whatWasDoneDoesNotComeBackToItsSenderWithAReplyThatWasLost() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), FOR_EVER);
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

    /** It begins where the messages of its node go on, though many groups are read at once. */
    @Test
    void aNewMemberIsToldWhereItBeginsWhenItsNodeHasCaughtUp() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
            int groups = 200;
            for (int i = 0; i < groups; i++) {
                cut.join("g" + i);
                inTime(one.send("g" + i, "before " + i, SAVE));
            }
            eventually().until(() -> cut.texts.size() == groups);
            proxy.cut();
            for (int i = 0; i < groups; i++) {
                inTime(one.send("g" + i, "missed " + i, SAVE));
            }
            List<CompletableFuture<Boolean>> starts = new ArrayList<>();
            for (int i = 0; i < groups; i++) {
                String missed = "missed " + i;
                starts.add(cut.engine.subscribe("g" + i, ReplayRequest.last(i % 2)).map(start -> {
                    assertEquals(2, start.end().offset());
                    assertEquals(2 - (start.position().equals(start.end()) ? 0 : 1), start.position().offset());
                    return cut.texts.contains(missed);
                }).subscribeAsCompletionStage());
            }
            proxy.restore();
            starts.forEach(start -> assertTrue(inTime(start)));
            assertEquals(2 * groups, cut.texts.size());
        }
    }

    /** A replica that lags behind has taken over: what the node has is not handed on again, and its members are told. */
    @Test
    void aServerThatHasLessThanTheNodeSendsNothingAgain() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
            cut.join("g");
            for (int i = 1; i <= 5; i++) {
                inTime(one.send("" + i, SAVE));
            }
            eventually().until(() -> cut.texts.size() == 5);
            proxy.cut();
            server.command("XDEL", prefix + "{g}:s", "4-0", "5-0");
            server.command("XSETID", prefix + "{g}:s", "3-0");
            server.command("HSET", prefix + "{g}:m", "o", "3");
            proxy.restore();
            eventually().until(() -> cut.gaps.size() == 1);
            inTime(cut.send("not stored", SendOptions.defaults()));
            assertEquals(List.of("1", "2", "3", "4", "5", "not stored"), cut.texts);
        }
    }
}
