package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.engine.Replays;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkiverse.channelbox.testclient.TcpProxy;

/** Redis killed and started again, with its data, without some and without all, and replaced by another server. */
@Tag("long")
@Timeout(300)
class RedisRestartTest extends TwoNodes {

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
        for (RedisNode node : List.of(one, two)) {
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
        String before = inTime(one.send("before", SAVE)).id().orElseThrow();
        server.kill();
        server.startAgain();
        String after = inTime(one.send("after", SAVE)).id().orElseThrow();
        assertFalse(after.startsWith(before.substring(0, before.indexOf(':'))));
        assertTrue(after.endsWith(":2"));
        LogStart start = Replays.start(one.engine, "g", ReplayRequest.after(LogPosition.of(before), 100));
        assertEquals(Optional.of(true), start.recovered());
        assertEquals(List.of("after"), Replays.texts(one.engine, "g", start));
        assertEquals(List.of(before, after),
                one.log().stream().map(message -> message.position().id()).toList());
        assertEquals(List.of("after"), one.engine.history("g", HistoryQuery.all().after(before)).await().indefinitely()
                .stream().map(StoredMessage::text).toList());
    }

    /** A node that is cut off while Redis is restarted three times still knows what it has. */
    @Test
    void severalRestartsAreNoGap() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
            cut.join("g");
            String first = inTime(one.send("0", SAVE)).id().orElseThrow();
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
            LogStart start = Replays.start(one.engine, "g", ReplayRequest.after(LogPosition.of(first), 100));
            assertEquals(Optional.of(true), start.recovered());
            assertEquals(numbers(1, 4), Replays.texts(one.engine, "g", start));
        }
    }

    /**
     * A server that lost the newest messages when it was restarted gives their offsets to others, which are new to everybody.
     */
    @Test
    void whatIsNewAfterALossIsNotTakenForWhatWasLost() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), PATIENT);
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
    void anEmptyRedisIsAnotherEpoch() {
        String before = inTime(one.send("before", SAVE)).id().orElseThrow();
        eventually().until(() -> two.texts.equals(List.of("before")));
        server.kill();
        server.erase();
        server.startAgain();
        String after = inTime(two.send("after", SAVE)).id().orElseThrow();
        assertFalse(after.startsWith(before.substring(0, before.indexOf(':'))));
        for (RedisNode node : List.of(one, two)) {
            eventually().until(() -> node.texts.equals(List.of("before", "after")));
            assertEquals(1, node.gaps.size());
        }
        assertEquals(List.of("after"), one.history());
        LogStart start = Replays.start(one.engine, "g", ReplayRequest.after(LogPosition.of(before), 100));
        assertEquals(Optional.of(false), start.recovered());
    }

    /** With messages on their way in many groups, whichever connection breaks first. */
    @Test
    void manyGroupsGoOnAfterALossUnderLoad() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode cut = node(proxy.port(), FOR_EVER);
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
    void anotherServerBecomesTheMaster() {
        try (RedisServer second = RedisServer.start(); TcpProxy proxy = TcpProxy.to(server.port())) {
            second.command("REPLICAOF", "127.0.0.1", Integer.toString(server.port()));
            eventually().until(() -> second.command("INFO", "replication").contains("master_link_status:up"));
            RedisNode sender = node(proxy.port(), PATIENT);
            RedisNode member = node(proxy.port(), PATIENT);
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
}
