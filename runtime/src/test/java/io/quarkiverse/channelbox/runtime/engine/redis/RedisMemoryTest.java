package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineContract;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;

/** What is left in Redis of what clients do. */
@Timeout(300)
class RedisMemoryTest extends RedisFixture {

    private static final PresenceEntry MEMBER = PresenceEntry.of("c", Optional.of("ann"), Map.of());
    private static final SendOptions SAVE = SendOptions.saveHistory();

    private RedisNode node(Duration emptyGroupLife, int maxIdempotencyKeys) {
        RedisNode node = new RedisNode();
        node.engine = engines.create(node, new SystemTimeSource(), server.port(),
                new RedisEngineSettings(prefix, PATIENT, emptyGroupLife, maxIdempotencyKeys,
                        HeldMessages.MAX_BYTES));
        inTime(node.engine.start(node));
        return node;
    }

    private int keys() {
        return number(server.command("DBSIZE"), ":(\\d+)");
    }

    private static int number(String reply, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(reply);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    void namesThatWereOnlyJoinedLeaveNothing() {
        RedisNode node = node(Duration.ofSeconds(1), 10);
        int before = keys();
        for (int round = 0; round < 2; round++) {
            List<CompletableFuture<LogStart>> joins = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                joins.add(node.engine.subscribe("g" + i, ReplayRequest.last(10)).subscribeAsCompletionStage());
                node.engine.otherNodes().joined("g" + i, MEMBER);
            }
            joins.forEach(RedisFixture::inTime);
            assertTrue(keys() >= before + 1_000, keys() + " keys while members are there");
            for (int i = 0; i < 1_000; i++) {
                node.engine.otherNodes().left("g" + i, MEMBER);
                node.engine.unsubscribe("g" + i);
            }
            eventually().until(() -> keys() <= before + 1);
        }
    }

    /** Whoever is in a group in which nothing was stored yet has a position in it, for as long as it stays. */
    @Test
    void anEmptyGroupWithMembersIsKept() {
        // Far longer than a node is late with keeping it.
        Duration life = Duration.ofSeconds(4);
        RedisNode node = node(life, 10);
        LogPosition position = node.join("g").position();
        int before = calls("evalsha");
        // Each time that a node keeps an empty log is one: four in its life.
        eventually().until(() -> calls("evalsha") >= before + 6);
        assertEquals(position, node(life, 10).join("g").position());
        String first = inTime(node.send("g", "first", SAVE)).id().orElseThrow();
        assertEquals(position.at(1).id(), first);
        // Now it is kept for what is in it, and a flush leaves its numbering for a day.
        assertEquals(":-1\r\n", server.command("PTTL", prefix + "{g}:m"));
        node.engine.unsubscribe("g");
        node.engine.flushHistory("g").await().indefinitely();
        assertTrue(number(server.command("PTTL", prefix + "{g}:m"), ":(\\d+)") > 80_000_000);
        LogStart start = node.engine.subscribe("g", ReplayRequest.after(position, 10)).await().indefinitely();
        assertEquals(Optional.of(false), start.recovered());
        assertEquals(List.of(), node.gaps);
    }

    /** A flush of what is empty does not make it live on. */
    @Test
    void anEmptyGroupThatIsFlushedEnds() {
        RedisNode node = node(Duration.ofMinutes(5), 10);
        node.join("g");
        node.engine.flushHistory("g").await().indefinitely();
        assertTrue(number(server.command("PTTL", prefix + "{g}:m"), ":(\\d+)") <= 300_000);
    }

    // ---- idempotency keys ----

    @Test
    void ofTheKeysOfAGroupTheOldestGoFirst() {
        RedisNode node = node(Duration.ofMinutes(5), 3);
        node.join("g");
        for (int i = 0; i < 6; i++) {
            inTime(node.send("m" + i, SAVE.idempotencyKey("k" + i)));
        }
        for (int i = 3; i < 6; i++) {
            inTime(node.send("again", SAVE.idempotencyKey("k" + i)));
        }
        inTime(node.send("sent again", SAVE.idempotencyKey("k2")));
        assertEquals(List.of("m0", "m1", "m2", "m3", "m4", "m5", "sent again"), node.history());
        // At once, in one batch.
        List<CompletableFuture<?>> sends = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sends.add(node.send("n" + i, SendOptions.defaults().idempotencyKey("n" + i)));
        }
        sends.forEach(RedisFixture::inTime);
        assertEquals(":3\r\n", server.command("HLEN", prefix + "{g}:i"));
        assertEquals(":3\r\n", server.command("ZCARD", prefix + "{g}:o"));
        assertTrue(server.command("HGET", prefix + "{g}:i", "n99").contains(" -"));
    }

    @Test
    void keysAreForgottenAfterTheirTime() {
        RedisNode node = node(Duration.ofMinutes(5), 1_000);
        node.join("g");
        Target group = new Target(Target.Kind.GROUP, List.of("g"));
        // Nothing is too slow for that.
        var hour = EngineContract.settings(10, 1_000, Duration.ofHours(1));
        int before = keys();
        inTime(node.send(group, "once", SendOptions.defaults().idempotencyKey("k"), hour));
        inTime(node.send(group, "twice", SendOptions.defaults().idempotencyKey("k"), hour));
        assertTrue(keys() >= before + 2);
        var moment = EngineContract.settings(10, 1_000, Duration.ofMillis(300));
        // One that is used all the time keeps only what is young.
        eventually().until(() -> {
            inTime(node.send(group, "other", SendOptions.defaults().idempotencyKey("" + System.nanoTime()), moment));
            return server.command("HGET", prefix + "{g}:i", "k").startsWith("$-1");
        });
        inTime(node.send(group, "again", SendOptions.defaults().idempotencyKey("k"), moment));
        assertTrue(node.texts.containsAll(List.of("once", "again")) && !node.texts.contains("twice"));
        eventually().until(() -> server.command("EXISTS", prefix + "{g}:i", prefix + "{g}:o").equals(":0\r\n"));
    }
}
