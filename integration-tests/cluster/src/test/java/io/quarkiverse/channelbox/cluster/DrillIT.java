package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;

/** The operator's drill of the docs (operating.adoc): what is wrong with two nodes that run is found from outside. */
@Timeout(300)
class DrillIT {

    private static final String LARGE = '"' + "x".repeat(50_000) + '"';

    private static Cluster cluster;
    private final Rest rest = new Rest();

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(2, "-Dquarkus.channel-box.operator-page.enabled=true", "-Dquarkus.channel-box.max-buffered=100K");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static URI node(int index) {
        return cluster.node(index).base();
    }

    /** The sum of the series of a name that have all of these labels, as written in {@code /q/metrics}. */
    private double metric(URI node, String name, String... labels) throws Exception {
        double sum = 0;
        for (String line : rest.call("GET", node, "/q/metrics", null).body().split("\n")) {
            if (Pattern.matches(Pattern.quote(name) + "[{ ].*", line) && List.of(labels).stream().allMatch(line::contains)) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static void awaitComplaint(int node, String... words) {
        eventually().until(
                () -> cluster.node(node).complaints().stream()
                        .anyMatch(line -> List.of(words).stream().allMatch(line::contains)));
    }

    private int send(URI node, String group, String payload, boolean stored) throws Exception {
        return rest.call("POST", node, "/api/groups/" + group + "/messages?history=" + stored, payload).status();
    }

    /** The metrics tell the node and the template, the page the group. */
    @Test
    void theHotGroup() throws Exception {
        String template = "template=\"relay-{group}\"";
        // Another test has sent to a group of the template here.
        double delivered = metric(node(0), "channelbox_deliveries_total", template);
        double sent = metric(node(0), "channelbox_sends_total", template, "result=\"ok\"");
        try (WsClient hot = WsClient.open(node(1), "/ws/relay/hot");
                WsClient other = WsClient.open(node(1), "/ws/relay/other")) {
            for (int i = 0; i < 100; i++) {
                assertEquals(202, send(node(0), "relay-hot", "\"again\"", false));
            }
            assertEquals(202, send(node(0), "relay-other", "\"once\"", false));
            hot.next(100);
            other.next();
            // At once: it is about the last ten seconds.
            JsonNode busiest = rest.get(node(1), "/q/channel-box").get("busiestGroups").get(0);
            assertEquals("relay-hot", busiest.get("name").asText());
            // Not the one message of the other group.
            assertTrue(busiest.get("messagesPerSecond").asDouble() > 1);
            eventually().until(() -> metric(node(1), "channelbox_deliveries_total", template) >= 101);
            assertEquals(delivered, metric(node(0), "channelbox_deliveries_total", template));
            assertEquals(sent + 101, metric(node(0), "channelbox_sends_total", template, "result=\"ok\""));
        }
    }

    @Test
    void theSlowMember() throws Exception {
        try (Socket slow = RawWebSocket.open(node(0), "/ws/relay/slow")) {
            for (int i = 0; metric(node(0), "channelbox_slow_total", "action=\"disconnected\"") == 0; i++) {
                assertTrue(i < 1000, "the slow one was never noticed");
                assertEquals(202, send(node(0), "relay-slow", LARGE, false));
            }
        }
        awaitComplaint(0, "'relay-slow'", "quarkus.channel-box.max-buffered");
        assertEquals(0, metric(node(1), "channelbox_slow_total"));
    }

    @Test
    void theRefusedOrigin() throws Exception {
        assertEquals(403, WsClient.upgradeStatus(node(1), "/ws/chat/lobby", Map.of("Origin", "https://shop.example")));
        assertEquals(1, metric(node(1), "channelbox_refusals_total", "status=\"403\""));
        assertEquals(0, metric(node(0), "channelbox_refusals_total", "status=\"403\""));
        awaitComplaint(1, "https://shop.example", "quarkus.channel-box.allowed-origins");
    }

    /** Each node says so, since each is refused; it ends by itself when there is room again. */
    @Test
    void theFullRedis() throws Exception {
        assertEquals(202, send(node(0), "chat-full", "\"fits\"", true));
        cluster.redis().command("CONFIG", "SET", "maxmemory", "1");
        try {
            eventually().until(() -> send(node(0), "chat-full", "\"does not fit\"", true) == 503);
            assertTrue(metric(node(0), "channelbox_sends_total", "template=\"chat-{group}\"", "result=\"failed\"") >= 1);
            eventually().until(() -> rest.call("GET", node(0), "/q/health/ready", null).status() == 503);
            assertTrue(rest.call("GET", node(0), "/q/health/ready", null).body().contains("maxmemory"));
            awaitComplaint(0, "maxmemory");
        } finally {
            cluster.redis().command("CONFIG", "SET", "maxmemory", "0");
        }
        eventually().until(() -> rest.call("GET", node(0), "/q/health/ready", null).status() == 200);
        assertEquals(202, send(node(0), "chat-full", "\"fits again\"", true));
    }
}
