package io.quarkiverse.channelbox.testing;

import java.io.IOException;
import java.util.Base64;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads what comes: as {@code channelbox.v1}, or as it is. */
final class Frames {

    private static final Set<String> TYPES = Set.of("hello", "joined", Frame.MESSAGE, "presence", "gap", "left", "reply",
            "ping");

    private final ObjectMapper mapper;
    private final boolean isPlain;

    Frames(ObjectMapper mapper, boolean isPlain) {
        this.mapper = mapper;
        this.isPlain = isPlain;
    }

    Frame binary(byte[] bytes) {
        return new Frame(Frame.MESSAGE, null, new ReceivedMessage(mapper, null, bytes, null));
    }

    /** An endpoint may also send what is no frame. */
    Frame text(String text) {
        JsonNode json = isPlain ? null : parse(text);
        String type = json == null ? null : json.path("type").textValue();
        if (type == null || !TYPES.contains(type)) {
            return new Frame(Frame.MESSAGE, null, new ReceivedMessage(mapper, text, null, null));
        }
        return new Frame(type, json, type.equals(Frame.MESSAGE) ? message(json) : null);
    }

    private JsonNode parse(String text) {
        try {
            return text.startsWith("{") ? mapper.readTree(text) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private ReceivedMessage message(JsonNode frame) {
        JsonNode data = frame.path("data");
        if (frame.path("encoding").asText().equals("base64")) {
            return new ReceivedMessage(mapper, null, Base64.getDecoder().decode(data.asText()), frame);
        }
        return new ReceivedMessage(mapper, data.isTextual() ? data.textValue() : data.toString(), null, frame);
    }
}
