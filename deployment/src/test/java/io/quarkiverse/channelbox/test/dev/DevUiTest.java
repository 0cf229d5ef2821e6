package io.quarkiverse.channelbox.test.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.Scratch;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusDevModeTest;

/** What the pages of the Dev UI are told, and what they do. */
class DevUiTest {

    private static final int PORT = Scratch.freePort();
    private static final URI BASE = URI.create("http://localhost:" + PORT);

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClasses(HallEndpoint.class, HallEndpoint.News.class)
                    .addAsResource(new StringAsset("quarkus.http.port=" + PORT), "application.properties"));

    private DevUiClient devUi;

    @Test
    void pagesAreToldOfGroupsAndCanDoSomethingWithThem() {
        List<WsClient> many = new ArrayList<>();
        try (DevUiClient client = new DevUiClient(BASE);
                WsClient plain = WsClient.open(BASE, "/hall/b");
                ProtocolClient v1 = ProtocolClient.open(BASE, "/hall/b")) {
            devUi = client;
            for (int i = 0; i < 30; i++) {
                many.add(WsClient.open(BASE, "/hall/many-" + i));
            }
            assertGroups();
            assertCounts();
            assertGroup(v1);
            assertSends(plain, v1);
            assertHistory();
            assertEndsMemberships(plain, v1);
        } finally {
            many.forEach(WsClient::close);
        }
    }

    private void assertGroups() {
        JsonNode page = groups("", "channels", 0);
        assertEquals(31, page.get("groups").asInt());
        assertEquals(32, page.get("channels").asInt());
        assertEquals(31, page.get("matching").asInt());
        assertEquals(25, page.get("rows").size());
        JsonNode first = page.get("rows").get(0);
        assertEquals("hall-b", first.get("name").asText());
        assertEquals("hall-{name}", first.get("template").asText());
        assertEquals(2, first.get("channels").asInt());
        assertEquals(6, groups("", "name", 1).get("rows").size());
        JsonNode found = groups("MANY-2", "name", 0);
        assertEquals(11, found.get("matching").asInt());
        assertEquals("hall-many-2", found.get("rows").get(0).get("name").asText());
        assertEquals(0, groups("", "buffered", 7).get("rows").size());
    }

    private JsonNode groups(String filter, String sort, int page) {
        return devUi.stream("groups", Map.of("filter", filter, "sort", sort, "page", page, "size", 25), any -> true);
    }

    private void assertCounts() {
        assertEquals("31 groups, 32 channels", devUi.stream("counts", Map.of(), any -> true).asText());
    }

    private void assertGroup(ProtocolClient v1) {
        JsonNode group = group("", any -> true);
        assertEquals(2, group.get("channels").asInt());
        assertEquals(2, group.get("rows").size());
        JsonNode row = group(v1.id(), any -> true).get("rows").get(0);
        assertEquals(v1.id(), row.get("connection").asText());
        assertTrue(row.get("protocol").asBoolean());
        assertFalse(row.get("catchingUp").asBoolean());
        assertTrue(row.get("lastActive").asLong() >= row.get("since").asLong());
    }

    private JsonNode group(String filter, Predicate<JsonNode> wanted) {
        return devUi.stream("group", Map.of("name", "hall-b", "filter", filter, "page", 0, "size", 25), wanted);
    }

    private void assertSends(WsClient plain, ProtocolClient v1) {
        assertTrue(send("{\"a\":1}", Map.of("json", true, "event", "told", "saveHistory", true, "ttl", "1m",
                "idempotencyKey", "k")).startsWith("Sent to 2 channels, stored as "));
        assertEquals("{\"a\":1}", plain.next());
        JsonNode message = next(v1);
        assertEquals(1, message.get("data").get("a").asInt());
        assertEquals("told", message.get("event").asText());
        assertEquals("Sent to 1 channel", send("<b>text</b>", Map.of("except", v1.id())));
        assertEquals("<b>text</b>", plain.next());
        assertEquals("Sent to 0 channels", send("nobody", Map.of("attributes", "role=admin, floor=1")));
        assertTrue(send("x".repeat(2_000), Map.of("saveHistory", true)).startsWith("Sent to 2 channels"));
        assertRefuses();
        // What was stored is counted without anybody asking anew.
        devUi.stream("groups", Map.of("filter", "", "sort", "rate", "page", 0, "size", 25),
                page -> page.get("rows").get(0).get("history").asInt() == 2
                        && page.get("rows").get(0).get("messagesPerSecond").asDouble() > 0);
    }

    private void assertRefuses() {
        assertTrue(refused("no JSON", Map.of("json", true)).startsWith("The payload is not JSON: "));
        assertTrue(refused("{\"a\":1} garbage", Map.of("json", true)).startsWith("The payload is not JSON: "));
        assertTrue(refused("{} {}", Map.of("json", true)).startsWith("The payload is not JSON: "));
        assertEquals("An attribute is key=value", refused("x", Map.of("attributes", "role")));
        assertEquals("The attribute name is there twice", refused("x", Map.of("attributes", "name=u1, name=u2")));
        assertTrue(refused("x", Map.of("ttl", "soon", "saveHistory", true)).contains("soon"));
        assertEquals("A time to live is for a message that is saved in the history", refused("x", Map.of("ttl", "1m")));
        String tooLong = "n".repeat(1_000);
        JsonNode group = devUi.stream("group", Map.of("name", tooLong, "filter", "", "page", 0, "size", 25), any -> true);
        assertTrue(group.get("trouble").asText().startsWith("The group name is longer than "), group::toString);
    }

    private String send(String payload, Map<String, Object> filledIn) {
        JsonNode outcome = tryToSend(payload, filledIn);
        assertTrue(outcome.get("done").asBoolean(), outcome::toString);
        return outcome.get("text").asText();
    }

    private String refused(String payload, Map<String, Object> filledIn) {
        JsonNode outcome = tryToSend(payload, filledIn);
        assertFalse(outcome.get("done").asBoolean(), outcome::toString);
        return outcome.get("text").asText();
    }

    private JsonNode tryToSend(String payload, Map<String, Object> filledIn) {
        Map<String, Object> form = new HashMap<>(Map.of("payload", payload, "json", false, "event", "", "saveHistory", false,
                "except", "", "ttl", "", "idempotencyKey", "", "attributes", ""));
        form.putAll(filledIn);
        return devUi.call("send", Map.of("group", "hall-b", "form", form));
    }

    private static JsonNode next(ProtocolClient v1) {
        JsonNode frame = v1.next();
        while (!frame.get("type").asText().equals("message")) {
            frame = v1.next();
        }
        return frame;
    }

    private void assertHistory() {
        JsonNode history = group("", any -> true).get("history");
        assertEquals(2, history.size());
        assertEquals("x".repeat(500) + '…', history.get(0).get("payload").asText());
        assertEquals("told", history.get(1).get("event").asText());
        assertEquals("JSON", history.get(1).get("type").asText());
        assertEquals("2 messages are forgotten", devUi.call("flushHistory", Map.of("group", "hall-b")).get("text").asText());
        assertEquals(0, group("", any -> true).get("history").size());
    }

    private void assertEndsMemberships(WsClient plain, ProtocolClient v1) {
        assertEquals("Disconnected",
                devUi.call("disconnect", Map.of("group", "hall-b", "connection", v1.id())).get("text").asText());
        group("", view -> view.get("channels").asInt() == 1);
        assertEquals("It has gone already",
                devUi.call("disconnect", Map.of("group", "hall-b", "connection", v1.id())).get("text").asText());
        assertEquals("1 channel has left", devUi.call("flush", Map.of("group", "hall-b")).get("text").asText());
        assertFalse(plain.isClosed());
        assertEquals(30, groups("", "name", 0).get("groups").asInt());
    }
}
