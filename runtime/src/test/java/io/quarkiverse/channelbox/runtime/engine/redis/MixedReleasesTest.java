package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.testclient.RedisServer;

/**
 * A node shares groups with one of another release, and goes on with what that has stored: what the other one does is written
 * down here, command by command, as nodes have done it since the first release. Beside {@link WireFormTest}.
 */
@Timeout(120)
class MixedReleasesTest {

    /** "hi" and "ho", of a time of which every byte is ASCII. */
    private static final String HI = "\u0001\u0000\u0000\u0000\u0000\u0000e\u0000\u0000\u0000\u0007\u0000\u0000\u0000hi";
    private static final String HO = HI.replace("hi", "ho");
    private static final String FAR = Long.toString(System.currentTimeMillis() + 3_600_000);

    private final RedisServer server = RedisServer.shared();
    private final RedisEngines engines = new RedisEngines();
    private final String prefix = RedisEngines.newPrefix();
    private final MemberNode node = new MemberNode();

    @BeforeEach
    void theOtherIsThereAlready() {
        other("ZADD", "nodes", FAR, "other");
        other("HSET", "node:other:g", "g", "1");
        other("HSET", "{g}:p:other", "c9", "{\"p\":\"eve\",\"a\":{\"mood\":\"fine\"}}");

        other("HSET", "{g}:m", "e", "old", "o", "2", "b", "4", "r", "run", "l", "0");
        other("XADD", "{g}:s", "1-0", "n", "2", "x", "0", "b", HI);
        other("XADD", "{g}:s", "2-0", "n", "2", "x", "0", "b", HO);
        other("HSET", "{g}:i", "key", FAR + " old:2");
        other("ZADD", "{g}:o", System.currentTimeMillis() + "000", "key");
        other("ZADD", "groups", "+inf", "g");

        RedisFixture.inTime(node.start(engines, RedisFixture.address(server.port()), prefix, Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() {
        engines.close();
    }

    private String other(String command, String key, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = command;
        all[1] = prefix + key;
        System.arraycopy(words, 0, all, 2, words.length);
        String reply = server.command(all);
        assertTrue(!reply.startsWith("-"), reply);
        return reply;
    }

    private Receipt send(String group, String text, SendOptions options) {
        return node.engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)), EncodedPayload.text(text),
                options, RedisNode.settings(100), true)).await().atMost(RedisFixture.PATIENT);
    }

    private List<String> log() {
        return node.engine.history("g", HistoryQuery.all()).await().atMost(RedisFixture.PATIENT).stream()
                .map(message -> message.position().offset() + " " + message.text()).toList();
    }

    @Test
    void goesOnWithWhatIsStored() {
        assertEquals(List.of("1 hi", "2 ho"), log());
        assertTrue(node.engine.groupsWithHistory().await().atMost(RedisFixture.PATIENT).contains("g"));
        assertTrue(send("g", "again", SendOptions.saveHistory().idempotencyKey("key")).id().orElseThrow()
                .startsWith("old:2"));
        send("g", "new", SendOptions.saveHistory());
        assertEquals(List.of("1 hi", "2 ho", "3 new"), log());
        // Of another run of the server: a new epoch, and the one before is known.
        assertEquals("$5\r\nold:2\r\n", other("HGET", "{g}:m", "p"));
    }

    @Test
    void storesWhatTheOtherCanRead() {
        send("h", "hi", SendOptions.saveHistory().idempotencyKey("key"));
        String meta = other("HGETALL", "{h}:m");
        for (String field : List.of("e", "o\r\n$1\r\n1", "b\r\n$1\r\n2", "r", "l\r\n$1\r\n0")) {
            assertTrue(meta.contains("$1\r\n" + field + "\r\n"), meta);
        }
        String entry = other("XRANGE", "{h}:s", "-", "+");
        assertTrue(entry.contains("1-0\r\n*6\r\n$1\r\nn\r\n$1\r\n2\r\n$1\r\nx\r\n$1\r\n0\r\n$1\r\nb\r\n$16\r\n\u0001\u0000"),
                entry);
        String key = other("HGET", "{h}:i", "key");
        assertTrue(key.matches("\\$\\d+\r\n\\d{13} [0-9a-z]+:1\r\n"), key);
        assertEquals("*1\r\n$3\r\nkey\r\n", other("ZRANGE", "{h}:o", "0", "-1"));
    }

    @Test
    void hearsWhatIsPublished() {
        node.join("g", "c1");
        other("PUBLISH", "{g}:c:0", "m old 2 - other:1\n" + HI);
        RedisFixture.eventually().until(() -> node.received.stream().anyMatch(message -> message.endsWith("hi")));
        // What comes with another release, and cannot be known, is left out.
        String later = HO.replace('\u0001', '\u0002');
        byte[] toAll = ("m - 0 - other:2\n" + later).getBytes(StandardCharsets.UTF_8);
        assertDoesNotThrow(() -> node.engine.message(prefix + "all:0", toAll));
        for (String channel : List.of("{g}:c:0", "all:0")) {
            other("PUBLISH", channel, "z{\"something\":\"new\"}");
            other("PUBLISH", channel, "c{\"do\":\"something\",\"node\":\"other\",\"number\":1}");
            other("PUBLISH", channel, "m old 2 - other:2\n" + later);
        }
        other("PUBLISH", "{g}:c:0", "m old 2 - other:3\n" + HO);
        RedisFixture.eventually().until(() -> node.received.stream().anyMatch(message -> message.endsWith("ho")));
        assertEquals(2, node.received.size(), node.received::toString);
    }

    @Test
    void knowsWhoIsThere() {
        PresenceEntry eve = PresenceEntry.of("c9", Optional.of("eve"), Map.of("mood", "fine"));
        assertEquals(List.of(eve), node.engine.otherNodes().presence("g").await().atMost(RedisFixture.PATIENT));
        assertEquals(Map.of("g", 1), node.groupsElsewhere());
        RedisFixture.eventually().until(() -> node.elsewhere.contains("g"));

        node.join("g", "c1");
        RedisFixture.eventually().until(() -> node.engine.otherNodes().known("g").contains(eve));
        String own = node.engine.otherNodes().presence("g").await().atMost(RedisFixture.PATIENT).toString();
        assertTrue(!own.contains("c1"), own);
        String self = other("ZRANGE", "nodes", "0", "-1").lines()
                .filter(line -> line.matches("[^*$].*") && !line.equals("other")).findFirst().orElseThrow();
        RedisFixture.eventually().until(() -> other("HGETALL", "{g}:p:" + self)
                .contains("{\"p\":\"user of c1\",\"a\":{\"colour\":"));
        // It is written after them.
        RedisFixture.eventually().until(() -> other("HGET", "node:" + self + ":g", "g").equals("$1\r\n1\r\n"));

        other("PUBLISH", "{g}:c:0", "p{\"node\":\"other\",\"size\":1,\"joined\":{\"c8\":{}},\"left\":[\"c9\"]}");
        RedisFixture.eventually().until(() -> node.engine.otherNodes().known("g")
                .equals(List.of(PresenceEntry.of("c8", Optional.empty(), Map.of()))));
        other("PUBLISH", "occupancy:0", "o{\"node\":\"other\",\"occupied\":[\"k\"],\"vacated\":[\"g\"]}");
        RedisFixture.eventually().until(() -> node.elsewhere.equals(Set.of("k")));
        other("PUBLISH", "all:0", "c{\"do\":\"goodbye\",\"node\":\"other\"}");
        RedisFixture.eventually().until(() -> node.engine.otherNodes().known("g").isEmpty());
    }
}
