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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three nodes, 600 members in 30 groups spread over them, 8 publishers on all nodes: every member gets each message of its
 * group once, in the order of the ids.
 */
@Timeout(300)
class StormIT {

    private static final int GROUPS = 30;
    private static final int MEMBERS = 600;
    private static final int PUBLISHERS = 8;
    private static final int MESSAGES = 50_000;
    private static final String[] LONG_HISTORY = { "-Dquarkus.channel-box.history.size=100000",
            "-Dquarkus.channel-box.history.max-bytes=100M", "-Dquarkus.channel-box.max-resume=100000" };

    /** What was saved, as the receipts say: the body by group and id. */
    private final Map<String, String> saved = new ConcurrentHashMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    /** Sends that took longer than a restart of Redis does, or failed: what to look at first when there are many. */
    private final Queue<String> odd = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void everyMessageOnceInOrder() throws Exception {
        try (Cluster cluster = new Cluster(3, LONG_HISTORY)) {
            run(cluster, MESSAGES, () -> {
            });
            assertEquals(MESSAGES, saved.size());
            assertEquals(0, failed.get());
        }
    }

    /** A node is killed and its members come back to the others, then Redis is killed and comes back with its data. */
    @Test
    void aNodeAndRedisAreKilled() throws Exception {
        try (Cluster cluster = new Cluster(3, LONG_HISTORY)) {
            int comebacks = run(cluster, MESSAGES / 2, () -> {
                awaitPublished(MESSAGES / 6);
                cluster.node(2).kill();
                awaitPublished(MESSAGES / 4);
                cluster.redis().kill();
                cluster.redis().startAgain();
                awaitPublished(MESSAGES / 3);
                cluster.link(0).drop();
            });
            assertTrue(comebacks >= MEMBERS / 4, "only " + comebacks + " members came back");
            // Those that were on their way on the node that was killed.
            assertTrue(failed.get() <= PUBLISHERS, failed + " failed");
        } finally {
            threads.shutdownNow();
        }
    }

    private void awaitPublished(int count) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5)).until(() -> published.get() >= count);
    }

    private interface Trouble {
        void make() throws Exception;
    }

    /** Returns how often members came back. */
    private int run(Cluster cluster, int messages, Trouble trouble) throws Exception {
        List<Member> members = new ArrayList<>();
        List<Future<Map<String, String>>> received = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Member(cluster, "r" + i % GROUPS, i / GROUPS));
        }
        members.forEach(member -> received.add(threads.submit(member)));
        List<Future<Void>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            publishers.add(threads.submit(publisher(cluster, p, messages / PUBLISHERS)));
        }
        trouble.make();
        for (Future<Void> publisher : publishers) {
            try {
                publisher.get(120, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError(published + " messages were published, " + failed + " failed; odd ones: " + odd, e);
            }
        }
        Rest rest = new Rest();
        for (int g = 0; g < GROUPS; g++) {
            assertEquals(202, rest.call("POST", cluster.base(g), "/api/groups/chat-r" + g + "/messages", Member.END).status());
        }
        for (int i = 0; i < MEMBERS; i++) {
            Map<String, String> got = received.get(i).get(60, TimeUnit.SECONDS);
            String group = "r" + i % GROUPS + ' ';
            // Everybody checks the order and that there is no gap; here that it is what was sent.
            saved.forEach((id, body) -> {
                if (id.startsWith(group)) {
                    assertEquals(body, got.get(id.substring(group.length())), id);
                }
            });
        }
        return members.stream().mapToInt(Member::comebacks).sum();
    }

    private Callable<Void> publisher(Cluster cluster, int number, int messages) {
        return () -> {
            Rest rest = new Rest();
            for (int i = 0; i < messages; i++) {
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
