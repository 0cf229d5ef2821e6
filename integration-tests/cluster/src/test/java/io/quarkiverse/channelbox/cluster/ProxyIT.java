package io.quarkiverse.channelbox.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.ProtocolClient;

/** Two nodes behind nginx or HAProxy. */
@Tag("long")
@Timeout(120)
class ProxyIT {

    private final Rest rest = new Rest();

    private JsonNode send(URI base, String text) throws Exception {
        Rest.Answer answer = rest.call("POST", base, "/api/groups/chat-nginx/messages", '"' + text + '"');
        assertEquals(202, answer.status(), answer.body());
        return answer.json();
    }

    private static void assertNext(String text, ProtocolClient client) {
        JsonNode message = client.next();
        assertEquals(text, message.path("data").asText(), message::toString);
    }

    @Test
    void clientsAreOnBothNodesAndThoseOfADeadOneGoOnWithTheOther() throws Exception {
        Map<ProtocolClient, String> lastIds = new HashMap<>();
        try (Cluster cluster = new Cluster(2);
                Proxy nginx = Proxy.nginx(cluster.node(0).base(), cluster.node(1).base())) {
            for (int i = 0; i < 20; i++) {
                ProtocolClient client = ProtocolClient.open(nginx.base(), "/ws/chat/nginx", "Origin: " + nginx.base());
                assertEquals("joined", client.next().get("type").asText());
                lastIds.put(client, null);
            }
            int here = send(cluster.node(0).base(), "one").get("delivered").asInt();
            JsonNode two = send(cluster.node(1).base(), "two");
            assertEquals(20, here + two.get("delivered").asInt());
            assertTrue(here > 0 && here < 20, here + " of 20 clients are on the first node");
            for (ProtocolClient client : lastIds.keySet()) {
                assertNext("one", client);
                assertNext("two", client);
            }

            cluster.node(1).kill();
            send(nginx.base(), "three");
            List<ProtocolClient> back = new ArrayList<>();
            for (ProtocolClient client : lastIds.keySet()) {
                try {
                    // Whoever is on the node that runs has it, the others are cut off.
                    String frame = client.tryNextText();
                    while (frame.contains("\"presence\"")) {
                        frame = client.tryNextText();
                    }
                    assertTrue(frame.contains("\"three\""), frame);
                } catch (IOException e) {
                    ProtocolClient again = ProtocolClient.open(nginx.base(),
                            "/ws/chat/nginx?resume=chat-nginx@" + two.get("id").asText());
                    assertEquals(true, again.next().get("recovered").asBoolean());
                    assertNext("three", again);
                    back.add(again);
                }
            }
            assertEquals(20 - here, back.size());
            assertEquals(20, send(nginx.base(), "four").get("delivered").asInt());
        } finally {
            lastIds.keySet().forEach(ProtocolClient::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "nginx", "haproxy" })
    void aClientThatANodeRefusesSinceItIsFullGetsTheOther(String name) throws Exception {
        try (Cluster cluster = new Cluster(2, "-Dquarkus.channel-box.max-channels=1");
                Proxy proxy = Proxy.named(name, cluster.node(0).base(), cluster.node(1).base());
                ProtocolClient direct = ProtocolClient.open(cluster.node(0).base(), "/ws/chat/full")) {
            assertEquals("joined", direct.next().get("type").asText());
            try (ProtocolClient client = ProtocolClient.open(proxy.base(), "/ws/chat/full")) {
                assertEquals("joined", client.next().get("type").asText());
                IOException full = assertThrows(IOException.class,
                        () -> ProtocolClient.tryToOpen(proxy.base(), "/ws/chat/full"));
                assertTrue(full.getMessage().contains("503"), full.getMessage());
            }
        }
    }

    @Test
    void aPageFromElsewhereIsRefusedBehindNginxToo() throws Exception {
        try (Cluster cluster = new Cluster(1);
                Proxy nginx = Proxy.nginx(cluster.node(0).base(), cluster.node(0).base())) {
            IOException refused = assertThrows(IOException.class, () -> ProtocolClient.tryToOpen(nginx.base(), "/ws/chat/nginx",
                    "Origin: http://elsewhere.example"));
            assertTrue(refused.getMessage().contains("403"), refused.getMessage());
        }
    }
}
