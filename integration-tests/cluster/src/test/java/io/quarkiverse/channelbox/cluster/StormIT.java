package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three nodes, 600 members in 30 groups spread over them, 8 publishers on all nodes: every member gets each message of its
 * group once, in the order of the ids.
 */
@Tag("long")
@Timeout(600)
class StormIT {

    private static final int GROUPS = 30;
    private static final int MEMBERS = 600;
    private static final int PUBLISHERS = 8;
    /** So many are published at the least, and more as long as there is trouble. */
    private static final int MESSAGES = Integer.getInteger("storm.messages", 10_000);
    /** How many are published between one trouble and the next one. */
    private static final int STEP = MESSAGES / 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** A send waits longer than Redis is away, and not as long as a call of the REST API does. */
    private static final String[] OPTIONS = { "-Dquarkus.channel-box.history.size=100000",
            "-Dquarkus.channel-box.history.max-bytes=100M", "-Dquarkus.channel-box.max-resume=100000",
            "-Dquarkus.channel-box.redis.timeout=20s" };

    /** What was saved, as the receipts say: the body by group and id. */
    private final Map<String, String> saved = new ConcurrentHashMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private volatile boolean isOver;
    /** Sends that took longer than a restart of Redis does, or failed: what to look at first when there are many. */
    private final Queue<String> odd = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Member> members = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void everyMessageOnceInOrder() throws Exception {
        try (Cluster cluster = new Cluster(3, OPTIONS)) {
            run(cluster, () -> 0);
            assertEquals(published.get(), saved.size());
            assertEquals(0, failed.get());
        }
    }

    /** A node is killed and its members come back to the others, then Redis is killed and comes back with its data. */
    @Test
    void aNodeAndRedisAreKilled() throws Exception {
        try (Cluster cluster = new Cluster(3, OPTIONS)) {
            run(cluster, () -> {
                awaitStep();
                URI killed = cluster.node(2).base();
                long cutOff = members.stream().filter(member -> member.base().equals(killed)).count();
                cluster.node(2).kill();
                await().atMost(PATIENCE).until(() -> comebacks() == cutOff);
                awaitStep();
                cluster.redis().kill();
                cluster.redis().startAgain();
                awaitStep();
                cluster.link(0).drop();
                awaitStep();
                assertTrue(cutOff >= MEMBERS / 4, "only " + cutOff + " members were on the node that was killed");
                return cutOff;
            });
            // Those that were on their way on the node that was killed.
            assertTrue(failed.get() <= PUBLISHERS, failed + " failed");
        }
    }

    /** The next trouble comes while messages are published, as the ones before did. */
    private void awaitStep() {
        int count = published.get() + STEP;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> published.get() >= count);
    }

    private int comebacks() {
        return members.stream().mapToInt(Member::comebacks).sum();
    }

    private interface Trouble {
        /** Returns how many members have to come back. */
        long make() throws Exception;
    }

    private void run(Cluster cluster, Trouble trouble) throws Exception {
        List<Future<Map<String, String>>> received = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            Member member = new Member(cluster, "r" + i % GROUPS, i / GROUPS);
            members.add(member);
            // At once: it answers pings only while it reads.
            received.add(threads.submit(member));
        }
        List<Future<Void>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            publishers.add(threads.submit(publisher(cluster, p)));
        }
        long cutOff = trouble.make();
        isOver = true;
        for (Future<Void> publisher : publishers) {
            try {
                publisher.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError(published + " messages were published, " + failed + " failed; odd ones: " + odd, e);
            }
        }
        Rest rest = new Rest();
        for (int g = 0; g < GROUPS; g++) {
            assertEquals(202, rest.call("POST", cluster.base(g), "/api/groups/chat-r" + g + "/messages", Member.END).status());
        }
        for (int i = 0; i < MEMBERS; i++) {
            Map<String, String> got = received.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String group = "r" + i % GROUPS + ' ';
            // Everybody checks the order and that there is no gap; here that it is what was sent.
            saved.forEach((id, body) -> {
                if (id.startsWith(group)) {
                    assertEquals(body, got.get(id.substring(group.length())), id);
                }
            });
        }
        assertEquals(cutOff, comebacks());
    }

    private Callable<Void> publisher(Cluster cluster, int number) {
        return () -> {
            Rest rest = new Rest();
            for (int i = 0; !isOver || published.get() < MESSAGES; i++) {
                String room = "r" + (number + i) % GROUPS;
                String body = "\"" + number + "-" + i + "\"";
                URI node = cluster.base(number);
                long start = System.nanoTime();
                try {
                    Rest.Answer answer = rest.call("POST", node, "/api/groups/chat-" + room + "/messages", body);
                    assertEquals(202, answer.status(), answer.body());
                    saved.put(room + ' ' + answer.json().get("id").asText(), body);
                } catch (IOException e) {
                    // Its node was killed.
                    failed.incrementAndGet();
                    odd.add(body + " to " + room + " on " + node + ": " + e);
                }
                long millis = (System.nanoTime() - start) / 1_000_000;
                if (millis > 2_000) {
                    odd.add(body + " to " + room + " on " + node + " took " + millis + " ms");
                }
                published.incrementAndGet();
            }
            return null;
        };
    }
}
