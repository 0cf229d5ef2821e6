package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Type;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.TextMessageCodec;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Payloads arrive as their type and the group's say; one that does not fit or cannot be encoded reaches nobody. */
class PayloadTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Auto.class, Json.class, Text.class, Binary.class,
                    Order.class, Money.class, MoneyCodec.class, Endless.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.history.max-bytes", "1K");

    @WebSocket(path = "/auto/{id}")
    @ChannelGroup("auto-{id}")
    public static class Auto {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/json")
    @ChannelGroup(value = "json", payloadType = PayloadType.JSON)
    public static class Json {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/text")
    @ChannelGroup(value = "text", payloadType = PayloadType.TEXT)
    public static class Text {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/binary")
    @ChannelGroup(value = "binary", payloadType = PayloadType.BINARY)
    public static class Binary {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    public record Order(String item, LocalDate day) {
    }

    public record Money(int cents) {
    }

    /** Refers to itself, so that Jackson cannot write it. */
    public static class Endless {
        public Endless self = this;
    }

    @Singleton
    public static class MoneyCodec implements TextMessageCodec<Money> {
        @Override
        public boolean supports(Type type) {
            return type == Money.class;
        }

        @Override
        public String encode(Money money) {
            return money.cents() + " ct";
        }

        @Override
        public Money decode(Type type, String value) {
            throw new UnsupportedOperationException();
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void byTheClassOfThePayload() {
        Group group = channelBox.group("auto-1");
        try (WsClient client = WsClient.open(base, "/auto/1")) {
            group.sendAndAwait("plain \u00e4 \ud83d\ude00 text");
            group.sendAndAwait(new StringBuilder());
            group.sendAndAwait(new byte[] { 1, 2, 3 });
            group.sendAndAwait(Buffer.buffer("buffer"));
            group.sendAndAwait(new Order("tea", LocalDate.of(2026, 1, 2)));
            group.sendAndAwait(new Money(5));
            group.sendAndAwait(new JsonObject().put("a", 1));
            group.sendAndAwait(Map.of("k", List.of(1, 2)));
            assertEquals("plain \u00e4 \ud83d\ude00 text", client.next());
            assertEquals("", client.next());
            assertArrayEquals(new byte[] { 1, 2, 3 }, client.nextBytes());
            assertArrayEquals("buffer".getBytes(), client.nextBytes());
            assertEquals("{\"item\":\"tea\",\"day\":\"2026-01-02\"}", client.next());
            assertEquals("5 ct", client.next());
            assertEquals("{\"a\":1}", client.next());
            assertEquals("{\"k\":[1,2]}", client.next());
        }
    }

    @Test
    void byTheTypeOfTheGroup() {
        try (WsClient json = WsClient.open(base, "/json");
                WsClient text = WsClient.open(base, "/text");
                WsClient binary = WsClient.open(base, "/binary")) {
            channelBox.group("json").sendAndAwait("say \"hi\"");
            channelBox.group("json").sendAndAwait(new Money(5));
            assertEquals(List.of("\"say \\\"hi\\\"\"", "{\"cents\":5}"), json.next(2));
            channelBox.group("text").sendAndAwait("as it is");
            assertEquals("as it is", text.next());
            channelBox.group("binary").sendAndAwait(new byte[] { 7 });
            assertArrayEquals(new byte[] { 7 }, binary.nextBytes());

            assertDoesNotFit("json", new byte[1], "[B");
            assertDoesNotFit("text", new Money(1), Money.class.getName());
            assertDoesNotFit("binary", "text", "java.lang.String");
            channelBox.group("text").sendAndAwait("after the failures");
            assertEquals("after the failures", text.next());
            assertEquals(0, json.waiting() + binary.waiting());
        }
    }

    private void assertDoesNotFit(String group, Object payload, String className) {
        PayloadException refused = assertThrows(PayloadException.class,
                () -> channelBox.group(group).sendAndAwait(payload, SendOptions.saveHistory()));
        assertTrue(refused.getMessage().contains("group '" + group + "'"), refused.getMessage());
        assertTrue(refused.getMessage().contains(className), refused.getMessage());
        assertTrue(channelBox.history().await().indefinitely().isEmpty());
    }

    @Test
    void whatCannotBeEncodedEvictsNobody() {
        Group group = channelBox.group("auto-2");
        try (WsClient client = WsClient.open(base, "/auto/2")) {
            PayloadException refused = assertThrows(PayloadException.class, () -> group.sendAndAwait(new Endless()));
            assertTrue(refused.getMessage().contains(Endless.class.getName()), refused.getMessage());
            assertTrue(refused.getMessage().contains("auto-2"), refused.getMessage());
            assertThrows(PayloadException.class, () -> group.sendAndAwait(null));
            group.sendAndForget(new Endless());
            assertEquals(1, group.sendAndAwait("still here").deliveredHere());
            assertEquals("still here", client.next());
        }
    }

    @Test
    void whatTheHistoryCannotHoldIsRefused() {
        Group group = channelBox.group("auto-3");
        try (WsClient client = WsClient.open(base, "/auto/3")) {
            PayloadException refused = assertThrows(PayloadException.class,
                    () -> group.sendAndAwait("x".repeat(1025), SendOptions.saveHistory()));
            assertTrue(refused.getMessage().contains("quarkus.channel-box.history.max-bytes"), refused.getMessage());
            assertTrue(group.sendAndAwait("x".repeat(1024), SendOptions.saveHistory()).stored());
            group.sendAndAwait("y".repeat(200_000));
            assertEquals("x".repeat(1024), client.next());
            assertEquals("y".repeat(200_000), client.next());
        }
    }
}
