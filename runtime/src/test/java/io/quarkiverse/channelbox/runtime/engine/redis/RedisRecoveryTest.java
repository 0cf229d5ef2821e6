package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.Replays;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.smallrye.mutiny.Uni;

/** What nodes know again, and what goes on, after Redis was away, forgot, was full, or had what nobody can read. */
@Tag("long")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisRecoveryTest extends RedisFixture {

    private static final Target G = new Target(Target.Kind.GROUP, List.of("g"));

    private final MemberNode one = new MemberNode();
    private final MemberNode two = new MemberNode();

    @BeforeEach
    void start() {
        for (MemberNode node : List.of(one, two)) {
            inTime(node.start(engines, address(server.port()), prefix, Duration.ofSeconds(30)));
        }
    }

    /** As the node itself knows it from what it was told. */
    private static Set<String> known(MemberNode node) {
        return node.engine.otherNodes().known("g").stream().map(entry -> entry.connectionId().orElseThrow())
                .collect(Collectors.toSet());
    }

    /** As Redis knows it. */
    private static Set<String> read(MemberNode node) {
        return node.engine.otherNodes().presence("g").await().indefinitely().stream()
                .map(entry -> entry.connectionId().orElseThrow())
                .collect(Collectors.toSet());
    }

    private String idOf(MemberNode node, String id) {
        return server.command("KEYS", prefix + "{g}:p:*").lines().filter(line -> line.startsWith(prefix))
                .filter(key -> server.command("HEXISTS", key, id).startsWith(":1")).findFirst().orElseThrow()
                .substring((prefix + "{g}:p:").length());
    }

    private static Uni<Receipt> send(MemberNode node, Target target, String text, SendOptions options, GroupSettings settings) {
        return node.engine.publish(new Publication(target, EncodedPayload.text(text), options, settings,
                options.isSaveHistory()));
    }

    private static GroupSettings settings() {
        return new GroupSettingsResolver(TestConfig.of(), List.of()).settings("g");
    }

    /** Longer than a lease: whoever is back first takes the others for dead. */
    @Test
    void afterALongOutageNodesKnowEachOthersMembers() {
        one.join("g", "a");
        two.join("g", "b");
        eventually().until(() -> known(one).equals(Set.of("b")) && known(two).equals(Set.of("a")));
        server.pause();
        long paused = System.nanoTime();
        long outage = TimeUnit.MILLISECONDS.toNanos(NodeLeases.LEASE_MILLIS + NodeLeases.RENEWAL_MILLIS);
        eventually().until(() -> System.nanoTime() - paused > outage);
        server.resume();
        eventually().until(() -> one.engine.trouble().isEmpty() && two.engine.trouble().isEmpty()
                && known(one).equals(Set.of("b")) && known(two).equals(Set.of("a")));
    }

    /** The lease is still there, members are missing, and some are there that have gone. */
    @Test
    void whatAnOlderRedisKnowsIsPutRight() {
        one.join("g", "a");
        two.join("g", "b");
        eventually().until(() -> read(two).equals(Set.of("a")) && read(one).equals(Set.of("b")));
        String node = idOf(one, "a");
        server.command("DEL", prefix + "{g}:p:" + node);
        server.command("HSET", prefix + "{g}:p:" + node, "ghost", "{}");
        assertEquals(Set.of("ghost"), read(two));
        server.kill();
        server.startAgain();
        eventually().until(() -> two.engine.trouble().isEmpty() && read(two).equals(Set.of("a")));
    }

    @Test
    void membersElsewhereAreKnownToWhoJoinedWhileRedisWasAway() {
        two.join("g", "b");
        eventually().until(() -> read(one).equals(Set.of("b")));
        server.kill();
        eventually().until(() -> one.engine.trouble().isPresent());
        one.beginToJoin("g", "a");
        assertEquals(Set.of(), known(one));
        server.startAgain();
        // Nobody asks again, nor does anything change.
        eventually().until(() -> one.presenceTold.contains("b"));
    }

    /** More than are remembered one by one, and the outage is shorter than a lease. */
    @Test
    void whoCameAndWentWhileRedisWasAwayIsKnownAfterThat() {
        one.join("g", "a");
        one.join("g", "gone");
        two.join("g", "b");
        eventually().until(() -> known(two).equals(Set.of("a", "gone")));
        server.kill();
        eventually().until(() -> one.engine.trouble().isPresent());
        one.leave("g", "gone");
        for (int i = 0; i < 2 * MemberChanges.MOST; i++) {
            one.beginToJoin("g", "short" + i);
            one.leave("g", "short" + i);
        }
        one.beginToJoin("g", "new");
        server.startAgain();
        eventually().until(() -> known(two).equals(Set.of("a", "new")) && read(two).equals(Set.of("a", "new")));
        eventually().until(() -> known(one).equals(Set.of("b")));
        assertEquals(Map.of("g", 2), two.groupsElsewhere());
    }

    /** Nothing changes after that. */
    @Test
    void membersThatCouldNotBeReadAreReadAgain() {
        server.command("ZADD", prefix + "nodes", Long.toString(System.currentTimeMillis() + 600_000), "third");
        server.command("SET", prefix + "{g}:p:third", "not a hash");
        one.join("g", "a");
        assertEquals(Set.of(), known(one));
        // It is read in vain.
        eventually().until(() -> server.command("INFO", "errorstats").contains("errorstat_WRONGTYPE"));
        server.command("DEL", prefix + "{g}:p:third");
        server.command("HSET", prefix + "{g}:p:third", "c", "{}");
        eventually().until(() -> known(one).equals(Set.of("c")));
    }

    @Test
    void whatAFullRedisDidNotTakeIsWrittenOnceThereIsRoom() {
        two.join("g", "b");
        server.command("CONFIG", "SET", "maxmemory", "1mb");
        for (int i = 0; i < 300; i++) {
            one.join("g", "m" + i);
        }
        server.command("CONFIG", "SET", "maxmemory", "0");
        eventually().until(() -> read(two).size() == 300 && two.groupsElsewhere().equals(Map.of("g", 300)));
    }

    /** Joins and sends of one thread come in that order, whatever others do. */
    @Test
    void whoHasJoinedGetsWhatIsSentAfterThat() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Target other = new Target(Target.Kind.GROUP, List.of("other"));
        Thread noise = new Thread(() -> {
            while (!over.get()) {
                one.begin(other, "x").await().indefinitely();
            }
        });
        noise.start();
        try {
            for (int i = 0; i < 3_000; i++) {
                Target group = new Target(Target.Kind.GROUP, List.of("g" + i));
                one.beginToJoin("g" + i, "a");
                assertEquals(1, one.begin(group, "x").await().indefinitely().deliveredHere());
            }
        } finally {
            over.set(true);
            noise.join();
        }
    }

    @Test
    void nothingWaitsForANodeThatHasEnded() {
        one.join("g", "a");
        server.pause();
        try {
            List<CompletableFuture<Receipt>> sends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sends.add(one.begin(G, "x").subscribeAsCompletionStage());
            }
            one.engine.stop().orTimeout(10, TimeUnit.SECONDS).join();
            for (CompletableFuture<Receipt> send : sends) {
                CompletionException failure = assertThrows(CompletionException.class,
                        () -> send.orTimeout(10, TimeUnit.SECONDS).join());
                assertInstanceOf(EngineUnavailableException.class, failure.getCause());
            }
            CompletionException late = assertThrows(CompletionException.class,
                    () -> one.begin(G, "late").subscribeAsCompletionStage().orTimeout(10, TimeUnit.SECONDS).join());
            assertFalse(assertInstanceOf(EngineUnavailableException.class, late.getCause()).isOutcomeUnknown());
        } finally {
            server.resume();
        }
    }

    /** More groups than one page. */
    @Test
    void aCleanupForgetsAllGroupsOfWhichEverythingHasExpired() {
        List<Uni<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < 1_300; i++) {
            sends.add(send(one, new Target(Target.Kind.GROUP, List.of("g" + i)), "x",
                    SendOptions.saveHistory().ttl(Duration.ofMillis(1)), settings()));
        }
        sends.forEach(send -> send.await().indefinitely());
        eventually().until(() -> one.engine.groupsWithHistory().await().indefinitely().size() == 1_300);
        assertEquals(1_300, one.engine.trimNow().await().indefinitely());
        assertEquals(Set.of(), one.engine.groupsWithHistory().await().indefinitely());
    }

    /** The application is started again without a bound that it had. */
    @Test
    void aHistoryThatHadAnEndHasNoneAnyMore() {
        GroupSettings hour = new GroupSettingsResolver(TestConfig.of("history.ttl", "1h"), List.of())
                .settings("g");
        send(one, G, "1", SendOptions.saveHistory(), hour).await().indefinitely();
        assertTrue(Long.parseLong(server.command("PTTL", prefix + "{g}:s").substring(1).strip()) > 0);
        send(one, G, "2", SendOptions.saveHistory(), settings()).await().indefinitely();
        assertEquals(":-1\r\n", server.command("PTTL", prefix + "{g}:s"));
        assertEquals(":-1\r\n", server.command("PTTL", prefix + "{g}:m"));
    }

    /** Of a later version, say. */
    @Test
    void aMessageThatCannotBeReadHoldsUpNothing() {
        one.join("g", "a");
        send(one, G, "1", SendOptions.saveHistory(), settings()).await().indefinitely();
        String epoch = one.engine.subscribe("g", ReplayRequest.last(0)).await().indefinitely().position().epoch();
        server.command("PUBLISH", prefix + "{g}:c:0", "m " + epoch + " 1 - other:1\n\tunreadable");
        server.command("XADD", prefix + "{g}:s", "2-0", "n", "1", "x", "0", "b", "\tunreadable");
        server.command("HSET", prefix + "{g}:m", "o", "2");
        // It finds that the second one is missing, and reads.
        send(one, G, "3", SendOptions.saveHistory(), settings()).await().indefinitely();
        eventually().until(() -> one.received.equals(List.of(G + " 1", G + " 3")));
        assertEquals(List.of("1", "3"), Replays.texts(one.engine, "g", Replays.start(one.engine, "g", ReplayRequest.last(10))));
    }

    /** Published just before the log was forgotten, it is handed on once, and not looked for in the new log for ever. */
    @Test
    void aMessageOfALogThatIsForgottenHoldsUpNothing() {
        one.join("g", "a");
        send(one, G, "1", SendOptions.saveHistory(), settings()).await().indefinitely();
        String text = "\u0001\u0000" + "\u0000".repeat(12) + "of another log";
        server.command("PUBLISH", prefix + "{g}:c:0", "m forgotten 7 S other:1\n" + text);
        send(one, G, "2", SendOptions.saveHistory(), settings()).await().indefinitely();
        eventually().until(() -> one.received.equals(List.of(G + " 1", G + " of another log", G + " 2")));
    }
}
