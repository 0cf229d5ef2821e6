package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.Browsers;

/**
 * Both nodes behind a proxy are replaced, one after the other, while messages are sent through it: nobody misses one, nobody is
 * away for long, and next to no send fails.
 */
@Tag("long")
@Timeout(180)
class RollingRestartIT {

    private static final int ROOMS = 10;
    private static final int CLIENTS = 200;
    private static final int PUBLISHERS = 4;
    private static final int PAUSE_MILLIS = 15;
    private static final int MOST_MILLIS_AWAY = 3_000;
    private static final double MOST_FAILED = 0.002;
    /** More than none: the line is there as soon as the node is. */
    private static final Pattern SENDS = Pattern.compile("(?m)^channelbox_sends_total\\{.*result=\"ok\".*} (?!0\\.0$)");

    private static Cluster cluster;
    private final Rest rest = new Rest();
    private final AtomicInteger sends = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    /** By room. */
    private final Map<String, Queue<String>> saved = new ConcurrentHashMap<>();
    private volatile boolean done;

    @BeforeAll
    static void start() throws IOException {
        cluster = new Cluster(2, "-Dquarkus.shutdown.delay=3s");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = { "nginx", "haproxy" })
    void nobodyMissesAnything(String name) throws Exception {
        try (Proxy proxy = Proxy.named(name, cluster.node(0).base(), cluster.node(1).base())) {
            Process clients = new ProcessBuilder(Browsers.node(), "src/test/js/restart.mjs",
                    proxy.base().toString().replace("http", "ws"), name, "" + ROOMS, "" + CLIENTS)
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader output = clients.inputReader()) {
                assertEquals("ready", output.readLine());
                List<Thread> publishers = publish(proxy.base(), name);
                for (int node = 0; node < 2; node++) {
                    List<String> log = cluster.end(node).complaints();
                    // That an upgrade was refused, since the node was about to end, is a warning.
                    assertEquals(List.of(), log.stream().filter(line -> line.contains("ERROR")).toList());
                    // A successor that starts takes the processors from those who come back, which elsewhere are not its own.
                    awaitClients(cluster.base(0), name);
                    cluster.startAgain(node);
                    awaitSendsOn(cluster.node(node).base());
                }
                done = true;
                for (Thread publisher : publishers) {
                    publisher.join();
                }
                for (int room = 0; room < ROOMS; room++) {
                    assertEquals(202, send(cluster.node(0).base(), name + '-' + room, "\"the end\"").status());
                }
                check(name, new ObjectMapper().readTree(output.readLine()));
            } finally {
                done = true;
                clients.destroyForcibly();
            }
        }
    }

    private void awaitClients(URI node, String prefix) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            int members = 0;
            JsonNode groups = rest.get(node, "/api/groups");
            for (int room = 0; room < ROOMS; room++) {
                members += groups.path("chat-" + prefix + '-' + room).path("channels").asInt();
            }
            return members == CLIENTS;
        });
    }

    /** The proxy finds it soon: whoever replaces the nodes does not wait for long, and would leave the proxy without any. */
    private void awaitSendsOn(URI node) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> SENDS.matcher(rest.call("GET", node, "/q/metrics", null).body()).find());
    }

    private Rest.Answer send(URI base, String room, String body) throws IOException, InterruptedException {
        return rest.call("POST", base, "/api/groups/chat-" + room + "/messages", body);
    }

    private List<Thread> publish(URI base, String prefix) {
        List<Thread> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            Thread publisher = new Thread(() -> {
                while (!done) {
                    int number = sends.incrementAndGet();
                    publish(base, prefix + '-' + number % ROOMS, String.valueOf(number));
                }
            });
            publisher.start();
            publishers.add(publisher);
        }
        return publishers;
    }

    private void publish(URI base, String room, String body) {
        try {
            Rest.Answer answer = send(base, room, body);
            if (answer.status() == 202) {
                saved.computeIfAbsent(room, any -> new ConcurrentLinkedQueue<>()).add(answer.json().get("id").asText());
            } else {
                failures.add(answer.toString());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(String name, JsonNode clients) {
        List<Integer> away = new ArrayList<>();
        clients.get("away").forEach(millis -> away.add(millis.asInt()));
        int longest = away.stream().mapToInt(Integer::intValue).max().orElseThrow();
        System.out.printf("RollingRestartIT: %s: %d of %d sends failed, clients came back %d times (%d attempts refused), "
                + "after %d ms at most; %s%n", name, failures.size(), sends.get(), away.size(), clients.get("refused").asInt(),
                longest, failures);
        for (int room = 0; room < ROOMS; room++) {
            JsonNode got = clients.at("/messages/" + name + '-' + room);
            assertEquals(1, got.size(), "All members of a room get the same");
            List<String> ids = List.of(got.get(0).asText().split(" "));
            assertEquals(ids.size(), ids.stream().distinct().count());
            List<String> missed = new ArrayList<>(saved.get(name + '-' + room));
            missed.removeAll(ids);
            assertEquals(List.of(), missed);
        }
        assertEquals(0, clients.get("gaps").asInt());
        assertTrue(away.size() >= CLIENTS, () -> away.size() + " came back");
        assertTrue(longest <= MOST_MILLIS_AWAY, () -> longest + " ms away");
        assertTrue(failures.size() <= sends.get() * MOST_FAILED, () -> failures + " of " + sends);
    }
}
