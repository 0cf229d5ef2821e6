package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.quarkiverse.channelbox.testclient.RedisCluster;
import io.quarkiverse.channelbox.testclient.RedisServer;

/** Two nodes and a Redis Cluster of which a master dies, or gives groups to another one. */
@Tag("long")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisClusterNodesTest {

    private static final GroupSettings SETTINGS = new GroupSettingsResolver(
            TestConfig.of("history.size", "10000"), List.of()).settings("g");

    private final RedisCluster cluster = RedisCluster.start(3, true);
    private final RedisEngines engines = new RedisEngines();
    private final String prefix = RedisEngines.newPrefix();
    private final MemberNode one = new MemberNode();
    private final MemberNode two = new MemberNode();

    @BeforeEach
    void start() {
        for (MemberNode node : List.of(one, two)) {
            node.engine = engines.createForCluster(node, new SystemTimeSource(), cluster.urls(), prefix,
                    Duration.ofSeconds(60));
            node.engine.start(node).orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    @AfterEach
    void stop() {
        engines.close();
        cluster.close();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(90));
    }

    private static Target group(int number) {
        return new Target(Target.Kind.GROUP, List.of("g" + number));
    }

    private static CompletableFuture<Receipt> send(MemberNode node, Target group, String text) {
        return node.engine.publish(new Publication(group, EncodedPayload.text(text), SendOptions.saveHistory(), SETTINGS, true))
                .subscribeAsCompletionStage();
    }

    /** What a node got of a group, and in that order. */
    private static List<String> received(MemberNode node, Target group) {
        synchronized (node.received) {
            return node.received.stream().filter(each -> each.startsWith(group + " "))
                    .map(each -> each.substring(group.toString().length() + 1)).toList();
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** How much of what was written a server has. */
    private static long offset(RedisServer server, String name) {
        Matcher offset = Pattern.compile(name + ":(\\d+)").matcher(server.command("INFO", "replication"));
        assertTrue(offset.find(), name);
        return Long.parseLong(offset.group(1));
    }

    /** Groups on all servers. */
    @Test
    void groupsUsersAndPresenceSpanTheServers() {
        for (int i = 0; i < 30; i++) {
            one.join("g" + i, "a" + i);
            two.join("g" + i, "b" + i);
        }
        for (int i = 0; i < 30; i++) {
            send(one, group(i), "x").join();
        }
        Target user = new Target(Target.Kind.USER, List.of("ann"));
        two.send(user, "y");
        for (MemberNode node : List.of(one, two)) {
            eventually().until(() -> node.received.size() == 31);
            eventually().until(() -> node.groupsElsewhere().size() == 30);
        }
        for (RedisServer master : cluster.masters()) {
            assertTrue(master.command("DBSIZE").compareTo(":0\r\n") > 0);
        }
        // Only the server of a group has to do with its messages, where servers can do that.
        RedisServer server = cluster.masterOf(prefix + "{g1}");
        boolean sharded = !server.command("INFO", "server").contains("redis_version:6.");
        assertTrue(server.command("PUBSUB", sharded ? "SHARDNUMSUB" : "NUMSUB", prefix + "{g1}:c:0").contains(":2\r\n"));
        assertEquals(30, one.engine.groupsWithHistory().await().indefinitely().size());
        assertEquals(30, two.engine.otherNodes().flush(null).await().indefinitely());
        assertEquals(0, one.engine.losses());
    }

    @Test
    void aReplicaTakesOverAndNothingIsMissed() {
        int groups = 12;
        for (int i = 0; i < groups; i++) {
            two.join("g" + i, "b");
        }
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < groups; i++) {
                sends.add(send(one, group(i), Integer.toString(round)));
            }
            if (round == 100) {
                sends.forEach(CompletableFuture::join);
                for (int i = 0; i < groups; i++) {
                    int number = i;
                    eventually().until(() -> received(two, group(number)).size() == 101);
                }
                RedisServer master = cluster.masters().get(1);
                // WAIT is about what its own connection has written.
                long written = offset(master, "master_repl_offset");
                eventually().until(() -> offset(cluster.replicas().get(1), "slave_repl_offset") >= written);
                master.kill();
            }
        }
        sends.forEach(send -> assertTrue(send.orTimeout(90, TimeUnit.SECONDS).join().stored()));
        for (int i = 0; i < groups; i++) {
            Target group = group(i);
            eventually().until(() -> received(two, group).size() >= 200);
            assertEquals(numbers(200), received(two, group));
        }
        assertTrue(two.engine.losses() > 0);
    }

    /** One node sends and one listens while a group is moved; both find where it is. */
    @Test
    void aGroupMovesToAnotherServer() throws Exception {
        String key = prefix + "{g1}";
        two.join("g1", "b");
        eventually().until(() -> one.groupsElsewhere().equals(Map.of("g1", 1)));
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        RedisServer from = cluster.masterOf(key);
        RedisServer to = cluster.masters().get((cluster.masters().indexOf(from) + 1) % 3);
        for (int i = 0; i < 600; i++) {
            sends.add(send(one, group(1), Integer.toString(i)));
            if (i == 200) {
                sends.get(i).join();
                cluster.move(cluster.slot(key), from, to);
            }
        }
        sends.forEach(send -> assertTrue(send.orTimeout(90, TimeUnit.SECONDS).join().stored()));
        eventually().until(() -> received(two, group(1)).size() >= 600);
        assertEquals(numbers(600), received(two, group(1)));
        // The one that only listens, too.
        eventually().until(() -> two.engine.losses() > 0 && two.engine.trouble().isEmpty());
        send(one, group(1), "600").join();
        eventually().until(() -> received(two, group(1)).equals(numbers(601)));
    }
}
