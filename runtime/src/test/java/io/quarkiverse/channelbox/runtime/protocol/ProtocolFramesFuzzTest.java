package io.quarkiverse.channelbox.runtime.protocol;

import static io.quarkiverse.channelbox.fuzz.Texts.inUtf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.fuzz.Texts;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/** Whatever names and payloads hold, a frame is one JSON object, with each member once, that says just that. */
class ProtocolFramesFuzzTest {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    @FuzzTest
    void frames(FuzzedDataProvider data) throws IOException {
        String group = Texts.any(data, 8);
        String id = data.consumeBoolean() ? null : Texts.any(data, 8);
        String event = data.consumeBoolean() ? null : Texts.any(data, 8);
        String text = Texts.any(data, 30);

        JsonNode message = read(ProtocolFrames.message(group, id, event, null,
                EncodedPayload.text(text).as(PayloadType.JSON).bytes()));
        assertNamed(message, "message", group);
        assertText(id, message.path("id"));
        assertText(event, message.path("event"));
        assertText(text, message.get("data"));
        assertEquals(2 + (id == null ? 0 : 1) + (event == null ? 0 : 1) + 1, message.size());

        byte[] bytes = data.consumeBytes(40);
        JsonNode binary = read(ProtocolFrames.binaryMessage(group, id, event, text, bytes));
        assertArrayEquals(bytes, binary.get("data").binaryValue());
        assertText(text, binary.get("ask"));

        JsonNode error = read(ProtocolFrames.error(OptionalLong.of(data.consumeLong()), 400, text));
        assertText(text, error.at("/error/reason"));
        JsonNode joined = read(ProtocolFrames.joined(group, OptionalLong.empty(), id, Optional.of(true), OptionalLong.of(7)));
        assertNamed(joined, "joined", group);
        assertText(id, joined.path("id"));
        assertNamed(read(ProtocolFrames.left(group, OptionalLong.empty(), text)), "left", group);

        presence(group, Texts.any(data, 8), text, Texts.any(data, 8));
    }

    private static void presence(String group, String connection, String principal, String attribute) throws IOException {
        PresenceEntry entry = PresenceEntry.of(connection, Optional.of(principal), Map.of(attribute, principal));
        JsonNode frame = read(ProtocolFrames.presence(group, List.of(entry, entry), List.of(), 2));
        assertNamed(frame, "presence", group);
        JsonNode told = frame.at("/joined/1");
        assertText(connection, told.get("connectionId"));
        assertText(principal, told.get("principal"));
        assertText(principal, told.get("attributes").path(inUtf8(attribute)));
    }

    private static JsonNode read(byte[] frame) throws IOException {
        return JSON.readTree(frame);
    }

    private static void assertNamed(JsonNode frame, String type, String group) {
        assertText(type, frame.get("type"));
        assertText(group, frame.get("group"));
    }

    private static void assertText(String expected, JsonNode node) {
        assertEquals(expected == null ? null : inUtf8(expected), node.textValue());
    }
}
