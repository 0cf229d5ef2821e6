package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** What two nodes tell each other and ask of each other. */
@Tag("long")
@Timeout(300)
class RedisNodesTest extends RedisFixture {

    /** Letters, what Redis and its clusters take for more than that, and what keys are made of. */
    private static final String ODD_GROUP = "ä{x}:m %2F*?[a]+\n日本";
    private static final CloseReason REASON = new CloseReason(4000, "out");

    private final MemberNode one = new MemberNode();
    private final MemberNode two = new MemberNode();

    @BeforeEach
    void start() {
        connect(one, address(server.port()));
        connect(two, address(server.port()));
    }

    private void connect(MemberNode node, String address) {
        inTime(node.start(engines, address, prefix, PATIENT));
    }

    @Test
    void aGroupMayHaveAnyName() {
        one.join(ODD_GROUP, "a");
        two.join(ODD_GROUP, "b");
        eventually().until(() -> two.groupsElsewhere().equals(Map.of(ODD_GROUP, 1)));
        assertEquals(List.copyOf(one.members(ODD_GROUP)), two.engine.otherNodes().presence(ODD_GROUP).await().indefinitely());
        Target group = new Target(Target.Kind.GROUP, List.of(ODD_GROUP));
        one.send(group, "hello");
        for (MemberNode node : List.of(one, two)) {
            eventually().until(() -> node.received.equals(List.of(group + " hello")));
        }
    }

    @Test
    void usersAndUnionsReachAllNodesOnce() {
        Target user = new Target(Target.Kind.USER, List.of("ann"));
        Target union = new Target(Target.Kind.UNION, List.of("g", ODD_GROUP));
        one.join("g", "a");
        two.join("g", "b");
        one.send(user, "1");
        two.send(union, "2");
        one.send(union, "3");
        for (MemberNode node : List.of(one, two)) {
            eventually().until(() -> node.received.size() >= 3);
            assertEquals(List.of(user + " 1", union + " 2", union + " 3"), node.received);
        }
    }

    /** More of everything than the Redis client lets wait: nothing fails, and nothing takes Redis for lost. */
    @Test
    void aNodeMayHaveManyGroups() {
        int count = 5_000;
        List<Uni<LogStart>> joins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            joins.add(one.beginToJoin("g" + i, "a"));
        }
        for (int i = 0; i < count; i++) {
            two.begin(new Target(Target.Kind.GROUP, List.of("g" + i)), "1").await().indefinitely();
        }
        joins.forEach(join -> assertNotNull(join.await().indefinitely().position()));
        assertEquals(0, one.engine.losses());
        eventually().until(() -> two.groupsElsewhere().size() == count);

        server.kill();
        server.erase();
        server.startAgain();
        one.received.clear();
        // Each comes back when it tries again.
        for (MemberNode node : List.of(one, two)) {
            eventually().until(() -> node.engine.losses() == 1 && node.engine.trouble().isEmpty());
        }
        List<Uni<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(one.begin(new Target(Target.Kind.GROUP, List.of("g" + i)), "2"));
        }
        sends.forEach(send -> assertEquals(1, send.await().indefinitely().deliveredHere()));
        eventually().until(() -> two.groupsElsewhere().size() == count);
        assertEquals(1, one.engine.losses());
    }

    @Test
    void aMemberIsDisconnectedWhereverItIs() {
        one.join("g", "a");
        assertTrue(two.engine.otherNodes().disconnect("g", "a", REASON).await().indefinitely());
        assertEquals(List.of("a 4000 out"), one.closed);
        assertFalse(two.engine.otherNodes().disconnect("g", "nobody", REASON).await().indefinitely());
        assertFalse(two.engine.otherNodes().disconnect("other", "a", REASON).await().indefinitely());
        assertEquals(1, one.closed.size());
    }

    @Test
    void aFlushCountsWhatTheOthersHad() {
        one.join("g", "a");
        one.join("h", "a");
        assertEquals(1, two.engine.otherNodes().flush("g").await().indefinitely());
        assertEquals(2, two.engine.otherNodes().flush(null).await().indefinitely());
        // Its own are not the others'.
        assertEquals(0, one.engine.otherNodes().flush(null).await().indefinitely());
    }

    @Test
    void allNodesCleanUpButTheOneThatAsks() {
        connect(new MemberNode(), address(server.port()));
        CleanupReport ofTwo = CleanupReport.of(2, 4, 6, 8);
        assertEquals(ofTwo, one.engine.otherNodes().cleanExpired().await().indefinitely());
        assertEquals(1, two.cleanups);
        assertEquals(0, one.cleanups);
    }

    private static Target connection(String id) {
        return new Target(Target.Kind.CONNECTION, List.of(id));
    }

    @Test
    void aConnectionJoinsWhereverItIs() {
        one.join("g", "a");
        JoinOptions options = JoinOptions.defaults().payloadType(PayloadType.TEXT).expires(Duration.ofMillis(1500)).replay(7)
                .resumeAfter("x:1").attribute("colour", "réd").attribute("size", "L");
        assertEquals(1, two.engine.otherNodes().join(connection("a"), "h", options).await().indefinitely());
        assertEquals(1, two.engine.otherNodes().join(connection("a"), "i", JoinOptions.defaults()).await().indefinitely());
        assertEquals(List.of("a h " + options, "a i " + JoinOptions.defaults()), one.joined);
        assertEquals(0, two.engine.otherNodes().join(connection("b"), "h", options).await().indefinitely());
        assertEquals(1, two.engine.otherNodes().leave(connection("a"), "g").await().indefinitely());
        assertEquals(0, two.engine.otherNodes().leave(connection("a"), "other").await().indefinitely());
        assertEquals(1, two.engine.otherNodes().disconnect(connection("a"), REASON).await().indefinitely());
        assertEquals(List.of("a 4000 out"), one.closed);
    }

    @Test
    void theConnectionsOfAUserAreThoseOfAllNodes() {
        MemberNode three = new MemberNode();
        connect(three, address(server.port()));
        one.join("g", "a");
        two.join("g", "a");
        Target user = new Target(Target.Kind.USER, List.of("user of a"));
        assertEquals(2, three.engine.otherNodes().join(user, "h", JoinOptions.defaults()).await().indefinitely());
        assertEquals(2, three.engine.otherNodes().leave(user, "g").await().indefinitely());
        assertEquals(2, three.engine.otherNodes().disconnect(user, REASON).await().indefinitely());
    }

    @Test
    void aGroupThatIsFullElsewhereFailsTheJoin() {
        one.join("g", "a");
        Uni<Integer> join = two.engine.otherNodes().join(connection("a"), "full", JoinOptions.defaults());
        assertEquals("Group 'full' is full", assertThrows(GroupFullException.class, () -> join.await().indefinitely())
                .getMessage());
    }

    /** A node that is alive, as far as Redis knows, and does not answer. */
    private void addSilentNode() {
        server.command("ZADD", prefix + "nodes", Long.toString(System.currentTimeMillis() + 600_000), "silent");
    }

    private MemberNode impatient() {
        MemberNode node = new MemberNode();
        inTime(node.start(engines, address(server.port()), prefix, TwoNodes.IMPATIENT));
        return node;
    }

    @Test
    void nobodyWaitsForOthersOnceAConnectionIsFound() {
        one.join("g", "a");
        addSilentNode();
        // The patience of the second node is longer than that of the test.
        Duration soon = PATIENT.dividedBy(2);
        assertTrue(two.engine.otherNodes().disconnect("g", "a", REASON).await().atMost(soon));
        assertEquals(1, two.engine.otherNodes().join(connection("a"), "h", JoinOptions.defaults()).await().atMost(soon));
        assertEquals(0, two.engine.otherNodes().leave(connection("a"), "other").await().atMost(soon));
        assertEquals(1, two.engine.otherNodes().disconnect(connection("a"), REASON).await().atMost(soon));
    }

    @Test
    void aNodeThatDoesNotAnswerIsAFailure() {
        MemberNode asks = impatient();
        addSilentNode();
        OtherNodes others = asks.engine.otherNodes();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (Uni<?> question : List.of(others.disconnect("g", "nobody", REASON), others.disconnect(connection("x"), REASON),
                others.join(connection("x"), "g", JoinOptions.defaults()), others.leave(connection("x"), "g"),
                others.flush("g"), others.flush(null), others.cleanExpired())) {
            answers.add(question.subscribeAsCompletionStage());
        }
        for (CompletableFuture<?> answer : answers) {
            EngineUnavailableException failure = assertInstanceOf(EngineUnavailableException.class,
                    assertThrows(CompletionException.class, () -> inTime(answer)).getCause());
            assertTrue(failure.getMessage().contains("1 of 3 other nodes did not answer within "
                    + TwoNodes.IMPATIENT.toMillis() + " ms"), failure.getMessage());
            assertTrue(failure.isOutcomeUnknown());
        }
    }

    /** It has no connection any more. */
    @Test
    void nobodyWaitsForANodeThatEndsMeanwhile() {
        addSilentNode();
        CompletableFuture<Integer> flush = two.engine.otherNodes().flush("g").subscribeAsCompletionStage();
        eventually().until(() -> one.flushes == 1);
        server.command("PUBLISH", prefix + "all:0", "c{\"do\":\"goodbye\",\"node\":\"silent\"}");
        assertEquals(0, inTime(flush.orTimeout(PATIENT.toSeconds() / 2, TimeUnit.SECONDS)));
    }

    /** The rights that the documentation names. */
    @Test
    void aUserOfRedisNeedsFewRights() {
        assertEquals("+OK\r\n",
                server.command("ACL", "SETUSER", "box", "on", ">secret", "resetchannels", "~" + prefix + "*",
                        "&" + prefix + "*",
                        "+@connection", "+@read", "+@write", "+@pubsub", "+@scripting", "+info", "+time"));
        MemberNode third = new MemberNode();
        connect(third, "redis://box:secret@127.0.0.1:" + server.port());
        third.join("g", "c");
        one.join("g", "a");
        eventually()
                .until(() -> third.groupsElsewhere().equals(Map.of("g", 1)) && one.groupsElsewhere().equals(Map.of("g", 1)));
        Target group = new Target(Target.Kind.GROUP, List.of("g"));
        third.engine.publish(new Publication(group, EncodedPayload.text("hello"), SendOptions.saveHistory(),
                new GroupSettingsResolver(TestConfig.of(), List.of()).settings("g"), true)).await().indefinitely();
        eventually().until(() -> one.received.equals(List.of(group + " hello")) && third.received.equals(one.received));
        assertEquals(1, third.engine.history("g", HistoryQuery.all()).await().indefinitely().size());
        assertEquals(Set.of("g"), third.engine.groupsWithHistory().await().indefinitely());
        assertEquals(1, third.engine.otherNodes().flush("g").await().indefinitely());
        assertEquals(0, third.engine.trimNow().await().indefinitely());
        assertEquals(1, third.engine.flushHistory("g").await().indefinitely());
        assertEquals(0, third.engine.losses());
        assertTrue(server.command("ACL", "LOG").startsWith("*0"), () -> server.command("ACL", "LOG"));
    }

    /** A node that was killed long ago, by now with nobody left that was there. */
    @Test
    void theRemainsOfADeadNodeAreRemoved() {
        server.command("HSET", prefix + "node:dead:g", "g", "1");
        server.command("HSET", prefix + "{g}:p:dead", "x", "{}");
        server.command("ZADD", prefix + "nodes", "1", "dead");
        one.join("g", "a");
        eventually().until(() -> two.groupsElsewhere().equals(Map.of("g", 1)));
        eventually()
                .until(() -> server.command("ZSCORE", prefix + "nodes", "dead").equals("$-1\r\n"));
        assertEquals(":0\r\n", server.command("EXISTS", prefix + "node:dead:g", prefix + "{g}:p:dead"));
        assertEquals(Map.of("g", 1), two.groupsElsewhere());
    }

    /** Redis accepts connections and what is sent, and does nothing: TCP does not notice. */
    @Test
    void aSilentRedisIsFoundToBeAway() {
        one.join("g", "a");
        server.pause();
        try {
            eventually().until(() -> one.engine.trouble().isPresent());
        } finally {
            server.resume();
        }
        eventually().until(() -> one.engine.trouble().isEmpty() && two.engine.trouble().isEmpty());
        // It is not stored: whoever does not get it at once never will.
        String channel = prefix + "{g}:c:0";
        eventually().until(() -> server.command("PUBSUB", "NUMSUB", channel).endsWith(channel + "\r\n:1\r\n"));
        Target group = new Target(Target.Kind.GROUP, List.of("g"));
        two.send(group, "again");
        eventually().until(() -> one.received.equals(List.of(group + " again")));
    }
}
