package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.testclient.WsClient;

/** A client that sees its connection open gets what is sent from then on, on any node, stored or not. */
@Timeout(120)
class UpgradeIT {

    private static final String SEND = "/api/groups/relay-late/messages?history=false";

    private final Rest rest = new Rest();
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new Cluster(2, "-Dquarkus.channel-box.redis.timeout=60s");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void isNotAnsweredBeforeTheNodeGetsTheMessagesOfTheGroup() throws Exception {
        cluster.link(0).hold("{relay-late}:c");
        CompletableFuture<WsClient> opening = CompletableFuture
                .supplyAsync(() -> WsClient.open(cluster.node(0).base(), "/ws/relay/late"));
        await().atMost(60, TimeUnit.SECONDS).until(cluster.link(0)::isHolding);
        assertEquals(202, rest.call("POST", cluster.node(1).base(), SEND, "\"too early\"").status());
        assertFalse(opening.isDone());
        cluster.link(0).release();
        try (WsClient client = opening.get(30, TimeUnit.SECONDS)) {
            assertEquals(202, rest.call("POST", cluster.node(1).base(), SEND, "\"in time\"").status());
            assertEquals("\"in time\"", client.next());
        }
    }
}
