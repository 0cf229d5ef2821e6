package io.quarkiverse.channelbox.runtime.command;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.message.PayloadJson;
import io.quarkiverse.channelbox.runtime.message.TextCodecs;
import io.quarkus.arc.All;
import io.quarkus.websockets.next.TextMessageCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Decodes what comes with events, and encodes what is replied. What a codec of the application writes travels as a string. */
@Singleton
public class EventData {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final ObjectMapper mapper;
    private final PayloadJson json;
    private final TextCodecs codecs;

    public EventData(ObjectMapper mapper, @All List<TextMessageCodec<?>> codecs) {
        this.mapper = mapper;
        this.json = new PayloadJson(mapper);
        this.codecs = new TextCodecs(codecs);
    }

    /**
     * Decodes data.
     *
     * @param json in UTF-8, without spaces around it
     * @throws RefusedException if it does not fit the type
     */
    Object decode(byte[] json, Type type, String event) {
        if (Arrays.equals(json, NULL) && type instanceof Class<?> primitive && primitive.isPrimitive()) {
            throw new RefusedException(400, "the event '" + event + "' needs data");
        }
        try {
            return decode(json, type);
        } catch (IOException | RuntimeException e) {
            // What the decoders say names classes.
            throw new RefusedException(400, "the data of the event '" + event + "' is not what it takes");
        }
    }

    private Object decode(byte[] json, Type type) throws IOException {
        if (type == JsonObject.class && json[0] == '{') {
            return new JsonObject(Buffer.buffer(json));
        }
        if (type == JsonArray.class && json[0] == '[') {
            return new JsonArray(Buffer.buffer(json));
        }
        Optional<TextMessageCodec<Object>> codec = codec(type);
        if (codec.isPresent() && !Arrays.equals(json, NULL)) {
            return codec.get().decode(type, json[0] == '"' ? mapper.readValue(json, String.class)
                    : new String(json, StandardCharsets.UTF_8));
        }
        return mapper.readValue(json, mapper.constructType(type));
    }

    /** JSON in UTF-8; {@code null} for {@code null}. */
    byte[] encode(Object reply) {
        if (reply == null) {
            return null;
        }
        if (reply instanceof JsonObject || reply instanceof JsonArray) {
            return reply.toString().getBytes(StandardCharsets.UTF_8);
        }
        try {
            Optional<TextMessageCodec<Object>> codec = codec(reply.getClass());
            return json.write(codec.isPresent() ? codec.get().encode(reply) : reply);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("A reply cannot be sent: " + PayloadJson.reason(reply, e), e);
        }
    }

    private Optional<TextMessageCodec<Object>> codec(Type type) {
        return type == String.class ? Optional.empty() : codecs.codec(type);
    }
}
