package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.testclient.TcpProxy;

/** What nodes know of the groups that have members on others, though they have none themselves. */
@Tag("long")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OccupiedGroupsTest extends RedisFixture {

    private final MemberNode one = new MemberNode();
    private final MemberNode two = new MemberNode();
    private final MemberNode watcher = new MemberNode();

    @BeforeEach
    void start() {
        List.of(one, two, watcher).forEach(this::start);
    }

    private void start(MemberNode node) {
        inTime(node.start(engines, address(server.port()), prefix, PATIENT));
    }

    @AfterEach
    void oneFollowsTheOther() {
        for (MemberNode node : List.of(one, two, watcher)) {
            assertTrue(node.changesElsewhere.stream().noneMatch(change -> change.startsWith("again")),
                    () -> node.changesElsewhere.toString());
        }
    }

    /** Nobody else is in the group: a node that has left it is not subscribed to it. */
    private static void leaveForGood(MemberNode node, String group, String id) {
        node.leave(group, id);
        node.engine.unsubscribe(group);
    }

    @Test
    void aGroupIsOccupiedWhileAnyNodeHasAMember() {
        one.join("g", "a");
        eventually().until(() -> watcher.elsewhere.equals(Set.of("g")) && two.elsewhere.equals(Set.of("g")));
        two.join("g", "b");
        eventually().until(() -> one.elsewhere.equals(Set.of("g")));
        leaveForGood(one, "g", "a");
        eventually().until(() -> two.elsewhere.isEmpty());
        assertEquals(List.of("+g"), watcher.changesElsewhere);
        leaveForGood(two, "g", "b");
        eventually().until(() -> watcher.elsewhere.isEmpty() && one.elsewhere.isEmpty());
        assertEquals(List.of("+g", "-g"), watcher.changesElsewhere);
        assertEquals(List.of("+g", "-g"), one.changesElsewhere);
    }

    @Test
    void aNodeThatStartsFindsThemOccupied() {
        for (int i = 0; i < 1_200; i++) {
            one.beginToJoin("g" + i, "a");
        }
        eventually().until(() -> watcher.elsewhere.size() == 1_200);
        MemberNode late = new MemberNode();
        start(late);
        eventually().until(() -> late.elsewhere.size() == 1_200);
        assertEquals(1_200, late.changesElsewhere.size());
    }

    @Test
    void aNodeThatEndsHasNoMembers() {
        one.join("g", "a");
        eventually().until(() -> watcher.elsewhere.equals(Set.of("g")));
        leaveForGood(one, "g", "a");
        inTime(one.engine.stop());
        eventually().until(() -> watcher.elsewhere.isEmpty());
    }

    /** It renews its lease no more. */
    @Test
    void theMembersOfADeadNodeAreGone() {
        server.command("ZADD", prefix + "nodes", Long.toString(System.currentTimeMillis() + 8_000), "dead");
        server.command("HSET", prefix + "node:dead:g", "old", "1");
        MemberNode late = new MemberNode();
        start(late);
        eventually().until(() -> late.elsewhere.equals(Set.of("old")));
        server.command("PUBLISH", prefix + "occupancy:0",
                "o{\"node\":\"dead\",\"occupied\":[\"new\"],\"vacated\":[]}");
        eventually().until(() -> late.elsewhere.equals(Set.of("old", "new")) && watcher.elsewhere.equals(Set.of("new")));
        eventually().until(() -> late.elsewhere.isEmpty() && watcher.elsewhere.isEmpty());
        assertEquals(List.of("+new", "-new"), watcher.changesElsewhere);
    }

    /** A node writes anew what it has, as soon as it can: nothing of it was gone. */
    @Test
    void aRedisThatHasForgottenVacatesNothing() {
        try (TcpProxy link = TcpProxy.to(server.port())) {
            MemberNode late = new MemberNode();
            inTime(late.start(engines, address(link.port()), prefix, PATIENT));
            late.join("g", "a");
            two.join("h", "b");
            two.join("i", "b");
            eventually().until(() -> watcher.elsewhere.equals(Set.of("g", "h", "i")));
            link.cut();
            server.kill();
            eventually().until(() -> two.engine.trouble().isPresent());
            leaveForGood(two, "i", "b");
            server.erase();
            server.startAgain();
            // Each of the other nodes has renewed its lease, looked for dead nodes, and read who is there.
            eventually().until(() -> calls("zrangebyscore") >= 9);
            link.restore();
            eventually().until(() -> two.groupsElsewhere().equals(Map.of("g", 1)));
            // Long enough for what is missing to be believed to be gone.
            eventually().until(() -> watcher.elsewhere.equals(Set.of("g", "h")));
            assertEquals(Set.of("-i"), watcher.changesElsewhere.stream().filter(change -> change.startsWith("-"))
                    .collect(Collectors.toSet()));
        }
    }

    /** So many that a node cannot say any more who has gone. */
    @Test
    void whatWasVacatedInAnOutageIsKnownAfterThat() {
        one.join("gone", "a");
        one.join("stays", "a");
        eventually().until(() -> watcher.elsewhere.equals(Set.of("gone", "stays")));
        server.kill();
        eventually().until(() -> one.engine.trouble().isPresent());
        leaveForGood(one, "gone", "a");
        for (int i = 0; i < 2 * MemberChanges.MOST; i++) {
            one.beginToJoin("stays", "short" + i);
            one.leave("stays", "short" + i);
        }
        server.startAgain();
        eventually().until(() -> watcher.elsewhere.equals(Set.of("stays")));
        assertFalse(watcher.changesElsewhere.contains("-stays"), () -> watcher.changesElsewhere.toString());
    }

    @Test
    void nodesMayComeAndGoAtOnce() {
        CompletableFuture<?>[] threads = List.of(one, two).stream().map(node -> CompletableFuture.runAsync(() -> {
            Random random = new Random(node == one ? 1 : 2);
            for (int i = 0; i < 300; i++) {
                String group = "g" + random.nextInt(3);
                node.beginToJoin(group, "a");
                pause(random.nextInt(10));
                leaveForGood(node, group, "a");
                pause(random.nextInt(10));
            }
        })).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).join();
        one.join("end", "a");
        two.join("end", "b");
        for (MemberNode node : List.of(one, two, watcher)) {
            eventually().until(() -> node.elsewhere.equals(Set.of("end")));
        }
        System.out.printf("OccupiedGroupsTest: %,d changes%n", watcher.changesElsewhere.size());
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
