package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An event gets to the method of that name, decoded, and what it returns is the reply. */
class OnEventTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Base.class, Shop.class, Plain.class, Order.class, Item.class,
                    Seen.class));

    public record Item(String name, int count) {
    }

    public record Order(String customer, List<Item> items) {
    }

    public abstract static class Base {

        @OnEvent("inherited")
        String inherited(String text) {
            return "base " + text;
        }

        @OnEvent("overridden")
        String overridden() {
            return "base";
        }

        @OnEvent("renamed")
        String renamed() {
            return "base";
        }
    }

    @WebSocket(path = "/shop/{room}")
    public static class Shop extends Base {

        @Inject
        Seen seen;

        @Inject
        WebSocketConnection injected;

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("echo")
        String echo(String text) {
            return text;
        }

        @OnEvent("order")
        Uni<Item> order(Order order) {
            return Uni.createFrom().item(order.items().get(0));
        }

        @OnEvent("items")
        Map<String, Integer> items(List<Item> items) {
            return Map.of(items.get(0).name(), items.get(0).count());
        }

        @OnEvent("all")
        public List<String> all(@PathParam String room, WebSocketConnection connection, JsonNode data, HandshakeRequest request,
                @PathParam("room") String again) {
            return List.of(room, connection.id(), data.toString(), request.path(), again, injected.id());
        }

        @OnEvent("none")
        void none() {
            seen.texts.add("none");
        }

        @OnEvent("uni void")
        Uni<Void> uniVoid(String text) {
            seen.texts.add(text);
            return Uni.createFrom().voidItem();
        }

        @OnEvent("null")
        protected Order nothing(Order order) {
            seen.texts.add("" + order);
            return null;
        }

        @OnEvent("stage")
        CompletionStage<Integer> stage(int number) {
            return CompletableFuture.supplyAsync(() -> number + 1);
        }

        @OnEvent("long")
        long length(long number) {
            return number + 1;
        }

        @OnEvent("json")
        JsonArray json(JsonObject object) {
            return new JsonArray().add(object.getInteger("a"));
        }

        @OnEvent("array")
        JsonObject array(JsonArray array) {
            return new JsonObject().put("size", array.size());
        }

        @OnEvent("bytes")
        byte[] bytes(byte[] bytes) {
            return bytes;
        }

        @Override
        String overridden() {
            return "shop";
        }

        @Override
        @OnEvent("otherwise")
        String renamed() {
            return "shop";
        }
    }

    @WebSocket(path = "/plain", endpointId = "plain")
    public static class Plain extends Base {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class Seen {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Inject
    Seen seen;

    @TestHTTPResource("/")
    URI base;

    private static JsonNode reply(ProtocolClient client, String event, String json) throws Exception {
        JsonNode reply = client.answerTo(client.ask("event", "event", event, "data", MAPPER.readTree(json)));
        assertEquals("reply", reply.get("type").asText());
        return reply;
    }

    private static String data(ProtocolClient client, String event, String json) throws Exception {
        JsonNode reply = reply(client, event, json);
        assertTrue(reply.has("data"), reply::toString);
        return reply.get("data").toString();
    }

    private static void assertError(int code, JsonNode reply) {
        assertEquals(code, reply.at("/error/code").asInt(), reply::toString);
    }

    @Test
    void dataIsDecodedAndWhatIsReturnedIsTheReply() throws Exception {
        try (ProtocolClient client = ProtocolClient.open(base, "/shop/a")) {
            assertEquals("\"\u4f60\\n\"", data(client, "echo", "\"\u4f60\\n\""));
            String item = "{\"name\":\"pen\",\"count\":2}";
            assertEquals(item, data(client, "order", "{\"customer\":\"ann\",\"items\":[" + item + "]}"));
            assertEquals("{\"pen\":2}", data(client, "items", "[" + item + "]"));
            assertEquals("2", data(client, "stage", "1"));
            assertEquals("4611686018427387905", data(client, "long", "4611686018427387904"));
            assertEquals("[1]", data(client, "json", "{\"a\":1}"));
            assertEquals("{\"size\":2}", data(client, "array", "[1,2]"));
            assertEquals("\"AQID\"", data(client, "bytes", "\"AQID\""));
        }
    }

    @Test
    void theConnectionAndItsPathAreThere() throws Exception {
        try (ProtocolClient client = ProtocolClient.open(base, "/shop/a")) {
            assertEquals(MAPPER.valueToTree(List.of("a", client.id(), "null", "/shop/a", "a", client.id())).toString(),
                    data(client, "all", "null"));
        }
    }

    @Test
    void nothingIsAReplyWithoutData() throws Exception {
        try (ProtocolClient client = ProtocolClient.open(base, "/shop/a")) {
            assertFalse(reply(client, "none", "1").has("data"));
            assertEquals("none", seen.texts.take());
            assertFalse(reply(client, "uni void", "\"x\"").has("data"));
            assertEquals("x", seen.texts.take());
            assertFalse(reply(client, "null", "null").has("data"));
            assertEquals("null", seen.texts.take());
        }
    }

    @Test
    void withoutRefThereIsNoReply() throws Exception {
        try (ProtocolClient client = ProtocolClient.open(base, "/shop/a")) {
            client.command("event", "event", "none");
            assertEquals("none", seen.texts.poll(10, TimeUnit.SECONDS));
            client.command("event", "event", "unknown");
            client.command("event", "event", "order", "data", "no order");
            assertEquals(1, client.ask("event", "event", "echo", "data", "x"));
            assertEquals("x", client.next().get("data").asText());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        try (ProtocolClient client = ProtocolClient.open(base, "/shop/a")) {
            assertError(404, reply(client, "unknown", "1"));
            client.send("{\"channelbox\":\"event\",\"ref\":99,\"event\":\"\"}");
            assertError(404, client.answerTo(99));
            for (String json : List.of("1", "\"x\"", "[]", "{\"items\":{}}", "{\"items\":[{\"count\":\"x\"}]}")) {
                JsonNode reply = reply(client, "order", json);
                assertError(400, reply);
                assertEquals("the data of the event 'order' is not what it takes", reply.at("/error/reason").asText());
            }
            assertError(400, reply(client, "json", "[1]"));
            assertError(400, reply(client, "array", "{}"));
            assertError(400, reply(client, "echo", "{}"));
            assertError(400, reply(client, "long", "null"));
            assertEquals("\"x\"", data(client, "echo", "\"x\""));
        }
    }

    @Test
    void eventsAreInherited() throws Exception {
        try (ProtocolClient shop = ProtocolClient.open(base, "/shop/a");
                ProtocolClient plain = ProtocolClient.open(base,
                        "/plain")) {
            assertEquals("\"base x\"", data(shop, "inherited", "\"x\""));
            assertEquals("\"base x\"", data(plain, "inherited", "\"x\""));
            assertEquals("\"shop\"", data(shop, "overridden", "1"));
            assertEquals("\"base\"", data(plain, "overridden", "1"));
            assertEquals("\"shop\"", data(shop, "otherwise", "1"));
            assertError(404, reply(shop, "renamed", "1"));
            assertEquals("\"base\"", data(plain, "renamed", "1"));
            assertError(404, reply(plain, "echo", "1"));
        }
    }
}
