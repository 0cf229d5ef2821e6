package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.ProtocolClient;

/** Nodes that start, and clients that come back, while Redis is away. */
@Tag("long")
@Timeout(300)
class RedisAwayIT {

    private static final String TIMEOUT = "-Dquarkus.channel-box.redis.timeout=2s";
    private static final String MESSAGES = "/api/groups/chat-away/messages";

    private final Rest rest = new Rest();

    /** Whether the node is ready, which is not only for the engine to say. */
    private void awaitReady(URI node, boolean ready) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Rest.Answer health = rest.call("GET", node, "/q/health/ready", null);
            return health.status() == (ready ? 200 : 503) && engineStatus(health.json()).equals(ready ? "UP" : "DOWN");
        });
    }

    private static String engineStatus(JsonNode health) {
        for (JsonNode check : health.get("checks")) {
            if (check.get("name").asText().equals("channel-box engine")) {
                return check.get("status").asText();
            }
        }
        throw new AssertionError("The engine is not among the checks: " + health);
    }

    @Test
    void aClientThatComesBackIsNotToldThatItHasMissedNothing() throws Exception {
        try (Cluster cluster = new Cluster(1, TIMEOUT)) {
            URI node = cluster.node(0).base();
            String id = rest.call("POST", node, MESSAGES, "\"before\"").json().get("id").asText();
            String resume = "/ws/chat/away?resume=chat-away@" + id;
            try (ProtocolClient client = ProtocolClient.open(node, resume)) {
                assertTrue(client.next().get("recovered").asBoolean());
            }
            cluster.link(0).cut();
            awaitReady(node, false);
            try (ProtocolClient client = ProtocolClient.open(node, resume)) {
                JsonNode joined = client.next();
                assertEquals("joined", joined.get("type").asText());
                assertFalse(joined.has("id"), joined::toString);
                assertEquals("false", joined.path("recovered").asText(), joined::toString);
                cluster.link(0).restore();
                awaitReady(node, true);
                assertEquals(202, rest.call("POST", node, MESSAGES, "\"after\"").status());
                // It can have missed something before the node got the messages of the group again, too.
                assertEquals(Set.of("gap", "message"),
                        client.next(2).stream().map(frame -> frame.get("type").asText()).collect(Collectors.toSet()));
            }
        }
    }

    @Test
    void anApplicationThatNeedsRedisDoesNotStartWithoutIt() throws Exception {
        try (Cluster cluster = new Cluster(0, TIMEOUT, "-Dquarkus.channel-box.redis.start=fail")) {
            cluster.redis().kill();
            IllegalStateException failure = assertThrows(IllegalStateException.class, cluster::add);
            assertTrue(failure.getMessage().contains("ended with 1"), failure.getMessage());
            assertTrue(failure.getMessage().contains("quarkus.channel-box.redis.start=fail"), failure.getMessage());
        }
    }

    @Test
    void anApplicationThatStartsWithoutRedisIsReadyOnceRedisIsThere() throws Exception {
        try (Cluster cluster = new Cluster(0, TIMEOUT, "-Dquarkus.channel-box.redis.start=degraded")) {
            cluster.redis().kill();
            URI node = cluster.add().base();
            awaitReady(node, false);
            assertEquals(503, rest.call("POST", node, MESSAGES, "\"too early\"").status());
            try (ProtocolClient client = ProtocolClient.open(node, "/ws/chat/away")) {
                assertFalse(client.next().has("id"));
            }
            cluster.redis().startAgain();
            awaitReady(node, true);
            assertEquals(202, rest.call("POST", node, MESSAGES, "\"in time\"").status());
        }
    }
}
