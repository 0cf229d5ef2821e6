package io.quarkiverse.channelbox.runtime.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;

import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkus.websockets.next.TextMessageCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

class PayloadEncoderTest {

    record Order(String item) {
    }

    record Money(int cents) {
    }

    /** Without any property. */
    private static final class Bare {
    }

    record Box(Object part) {
    }

    record Throwing() {

        @JsonProperty
        String broken() {
            throw new UnsupportedOperationException("broken");
        }
    }

    private static final class MoneyCodec implements TextMessageCodec<Money> {

        @Override
        public boolean supports(Type type) {
            return type == Money.class;
        }

        @Override
        public String encode(Money money) {
            if (money.cents() < 0) {
                throw new IllegalStateException("debts");
            }
            return money.cents() + " ct";
        }

        @Override
        public Money decode(Type type, String value) {
            throw new UnsupportedOperationException();
        }
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final PayloadEncoder encoder = new PayloadEncoder(mapper, List.of(new MoneyCodec()));

    private EncodedPayload encode(Object payload, PayloadType type) {
        return encoder.encode(payload, type, "group 'g'");
    }

    private static Arguments row(Object payload, String auto, String json, String text, String binary) {
        return Arguments.of(payload, auto, json, text, binary);
    }

    /** For each type of a group what comes out: its kind and its bytes, or nothing if it does not fit. */
    static Stream<Arguments> matrix() {
        return Stream.of(
                row("say \"hi\"", "TEXT say \"hi\"", "JSON \"say \\\"hi\\\"\"", "TEXT say \"hi\"", null),
                row("", "TEXT ", "JSON \"\"", "TEXT ", null),
                row("{\"a\":1}", "TEXT {\"a\":1}", "JSON \"{\\\"a\\\":1}\"", "TEXT {\"a\":1}", null),
                row(new StringBuilder("x"), "TEXT x", "JSON \"x\"", "TEXT x", null),
                row("x".getBytes(UTF_8), "BINARY x", null, null, "BINARY x"),
                row(new byte[0], "BINARY ", null, null, "BINARY "),
                row(Buffer.buffer("x"), "BINARY x", null, null, "BINARY x"),
                row(new Order("tea"), "JSON {\"item\":\"tea\"}", "JSON {\"item\":\"tea\"}", null, null),
                row(new Money(5), "TEXT 5 ct", "JSON {\"cents\":5}", null, null),
                row(Map.of("k", List.of(1, 2)), "JSON {\"k\":[1,2]}", "JSON {\"k\":[1,2]}", null, null),
                row(new JsonObject().put("a", 1), "JSON {\"a\":1}", "JSON {\"a\":1}", null, null),
                row(new JsonArray().add("b"), "JSON [\"b\"]", "JSON [\"b\"]", null, null),
                row(NullNode.getInstance(), "JSON null", "JSON null", null, null),
                row(42, "JSON 42", "JSON 42", null, null),
                row(true, "JSON true", "JSON true", null, null),
                row('c', "JSON \"c\"", "JSON \"c\"", null, null),
                row(PayloadType.AUTO, "JSON \"AUTO\"", "JSON \"AUTO\"", null, null));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void aPayloadForAGroupOfThatType(Object payload, String auto, String json, String text, String binary) {
        assertEncoded(auto, payload, PayloadType.AUTO);
        assertEncoded(json, payload, PayloadType.JSON);
        assertEncoded(text, payload, PayloadType.TEXT);
        assertEncoded(binary, payload, PayloadType.BINARY);
    }

    private void assertEncoded(String expected, Object payload, PayloadType type) {
        if (expected == null) {
            String message = assertThrows(PayloadException.class, () -> encode(payload, type)).getMessage();
            assertTrue(message.contains("group 'g'"), message);
            assertTrue(message.contains(payload.getClass().getName()), message);
            assertTrue(message.contains(type.name()), message);
            assertTrue(message.contains("quarkus.channel-box.payload-type"), message);
        } else {
            EncodedPayload encoded = encode(payload, type);
            assertEquals(expected, encoded.kind() + " " + new String(encoded.bytes(), UTF_8));
            assertEquals(encoded.bytes().length, encoded.size());
            assertEquals(encoded.kind() == PayloadType.BINARY, encoded.isBinary());
            assertEquals(Buffer.buffer(encoded.bytes()), encoded.buffer());
        }
    }

    /** What a member of a type of its own gets of what was encoded for the group. */
    @Test
    void aPayloadForAMemberOfAnotherType() {
        EncodedPayload text = EncodedPayload.text("a\"b\n");
        assertSame(text, text.as(PayloadType.AUTO));
        assertSame(text, text.as(PayloadType.TEXT));
        assertEquals("\"a\\\"b\\n\"", text.as(PayloadType.JSON).text());
        assertSame(text.as(PayloadType.JSON), text.as(PayloadType.JSON), "quoted once for all");
        assertEquals(null, text.as(PayloadType.BINARY));
        EncodedPayload json = EncodedPayload.json("[1]".getBytes(UTF_8));
        assertSame(json, json.as(PayloadType.AUTO));
        assertSame(json, json.as(PayloadType.JSON));
        assertEquals(null, json.as(PayloadType.TEXT));
        assertEquals(null, json.as(PayloadType.BINARY));
        EncodedPayload binary = EncodedPayload.binary(new byte[] { 1 });
        assertSame(binary, binary.as(PayloadType.AUTO));
        assertSame(binary, binary.as(PayloadType.BINARY));
        assertEquals(null, binary.as(PayloadType.TEXT));
        assertEquals(null, binary.as(PayloadType.JSON));
    }

    /** Whatever the text, what is quoted is JSON that reads as the text. */
    @ParameterizedTest
    @ValueSource(strings = { "", "plain", "\"\\/\b\f\n\r\t", "\u0000\u001f\u007f", "\u00e4\u804a\ud83d\ude00", "\u2028\u2029",
            "</script>" })
    void quotedTextReadsAsTheText(String text) throws Exception {
        EncodedPayload encoded = EncodedPayload.text(text);
        assertArrayEquals(text.getBytes(UTF_8), encoded.bytes());
        assertEquals(text, mapper.readValue(encoded.as(PayloadType.JSON).bytes(), String.class));
        assertEquals(text, EncodedPayload.json(text.getBytes(UTF_8)).text());
    }

    /** Half a character cannot be sent: all that read the message see the same replacement, live or from the history. */
    @ParameterizedTest
    @ValueSource(strings = { "a\ud83d", "\ude00b", "\ude00\ud83d" })
    void aLoneSurrogateIsReplacedTheSameEverywhere(String text) throws Exception {
        EncodedPayload encoded = EncodedPayload.text(text);
        String sent = new String(encoded.bytes(), UTF_8);
        assertEquals(text.replace('\ud83d', '?').replace('\ude00', '?'), sent);
        assertEquals(sent, encoded.text());
        assertEquals(sent, mapper.readValue(encoded.as(PayloadType.JSON).bytes(), String.class));
    }

    /** The caller may go on to use what it gave. */
    @Test
    void whatIsEncodedIsACopy() {
        byte[] bytes = { 1, 2, 3 };
        EncodedPayload encoded = encode(bytes, PayloadType.AUTO);
        Buffer buffer = Buffer.buffer(bytes);
        EncodedPayload encodedBuffer = encode(buffer, PayloadType.AUTO);
        StringBuilder builder = new StringBuilder("before");
        EncodedPayload encodedBuilder = encode(builder, PayloadType.AUTO);
        Arrays.fill(bytes, (byte) 9);
        buffer.setByte(0, (byte) 9);
        builder.append(" after");
        assertArrayEquals(new byte[] { 1, 2, 3 }, encoded.bytes());
        assertArrayEquals(new byte[] { 1, 2, 3 }, encodedBuffer.bytes());
        assertEquals("before", encodedBuilder.text());
    }

    @Test
    void whatCannotBeEncodedSaysWhatAndWhy() {
        assertFails("is null", null);
        assertFails("debts", new Money(-1));
        assertFails("PayloadEncoderTest$1", new Object() {
            @SuppressWarnings("unused")
            public String getBroken() {
                throw new UnsupportedOperationException("broken");
            }
        });
        assertFails("java.lang.Object cannot be encoded: ", new Object());
        assertFails("@RegisterForReflection(targets = Bare.class, registerFullHierarchy = true)", new Bare());
        assertFails(Bare.class.getName() + " at [1] cannot be encoded: ", List.of(1, new Bare()));
        assertFails(Bare.class.getName() + " at k[0].part cannot be encoded: ",
                Map.of("k", List.of(new Box(new Bare()))));
        assertFails(Throwing.class.getName() + " at [0].broken cannot be encoded: ", List.of(new Throwing()));
        assertFails("JsonObject", new JsonObject().put("a", new Object()));
    }

    private void assertFails(String part, Object payload) {
        String message = assertThrows(PayloadException.class, () -> encode(payload, PayloadType.AUTO)).getMessage();
        assertTrue(message.contains("group 'g'"), message);
        assertTrue(message.contains(part), message);
    }
}
