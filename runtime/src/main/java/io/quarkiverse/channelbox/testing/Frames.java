package io.quarkiverse.channelbox.testing;

import java.io.IOException;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

/** Reads what comes: as {@code channelbox.v1}, or as it is. */
final class Frames {

    private final ObjectMapper mapper;
    private final ObjectReader reader;
    private final boolean isPlain;

    Frames(ObjectMapper mapper, boolean isPlain) {
        this.mapper = mapper;
        this.reader = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.isPlain = isPlain;
    }

    Frame binary(byte[] bytes) {
        return new Frame(Frame.MESSAGE, null, new ReceivedMessage(mapper, null, bytes, null));
    }

    /** An endpoint may also send what is no frame, even with a type of ours. */
    Frame text(String text) {
        Frame frame = isPlain ? null : frame(text);
        return frame != null ? frame : new Frame(Frame.MESSAGE, null, new ReceivedMessage(mapper, text, null, null));
    }

    private @Nullable Frame frame(String text) {
        JsonNode json = parse(text);
        if (json == null || !FrameShape.fits(json)) {
            return null;
        }
        String type = json.get("type").textValue();
        if (!type.equals(Frame.MESSAGE)) {
            return new Frame(type, json, null);
        }
        ReceivedMessage message = message(json);
        return message == null ? null : new Frame(type, json, message);
    }

    private @Nullable JsonNode parse(String text) {
        try {
            return text.startsWith("{") ? reader.readTree(text) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable ReceivedMessage message(JsonNode frame) {
        JsonNode data = frame.get("data");
        if (!frame.path("encoding").asText().equals("base64")) {
            return new ReceivedMessage(mapper, data.isTextual() ? data.textValue() : data.toString(), null, frame);
        }
        try {
            return new ReceivedMessage(mapper, null, Base64.getDecoder().decode(data.asText()), frame);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
