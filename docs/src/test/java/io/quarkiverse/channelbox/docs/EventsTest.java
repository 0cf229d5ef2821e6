package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;

import org.acme.events.KitchenSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** The example of the page on events does what the page says. */
class EventsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(
            root -> root.addClasses(KitchenSocket.class, KitchenSocket.Dish.class, KitchenSocket.Ticket.class));

    @TestHTTPResource("/")
    URI base;

    @Test
    void isAnswered() {
        try (ProtocolClient client = ProtocolClient.open(base, "/ws/kitchens/main")) {
            JsonNode dish = new ObjectMapper().valueToTree(Map.of("name", "soup", "count", 2));
            JsonNode ticket = client.answerTo(client.ask("event", "event", "order", "data", dish)).get("data");
            assertEquals("main", ticket.get("kitchen").asText());
            assertEquals(2, ticket.at("/dish/count").asInt());
            assertEquals(client.id(), ticket.get("waiter").asText());
            assertEquals(12, client.answerTo(client.ask("event", "event", "dishes")).get("data").asInt());
        }
    }
}
