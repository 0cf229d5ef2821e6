package io.quarkiverse.channelbox.runtime.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkus.arc.All;
import io.quarkus.websockets.next.TextMessageCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Encodes payloads by the rules of {@link PayloadType}. */
@Singleton
public class PayloadEncoder {

    private final PayloadJson json;
    private final TextCodecs codecs;

    public PayloadEncoder(ObjectMapper mapper, @All List<TextMessageCodec<?>> codecs) {
        this.json = new PayloadJson(mapper);
        this.codecs = new TextCodecs(codecs);
    }

    /**
     * Encodes a payload for an audience of that type.
     *
     * @param audience what it is sent to, to be named by a failure
     * @throws PayloadException if it cannot be encoded or does not fit
     */
    public EncodedPayload encode(Object payload, PayloadType type, Object audience) {
        if (payload == null) {
            throw new PayloadException("The payload for " + audience + " is null; send a value"
                    + " (NullNode.getInstance() is JSON's null)");
        }
        if (payload instanceof EncodedPayload encoded) {
            return fit(encoded, type, payload, audience);
        }
        if (payload instanceof CharSequence text) {
            return fit(EncodedPayload.text(text.toString()), type, payload, audience);
        }
        if (payload instanceof byte[] bytes) {
            return fit(EncodedPayload.binary(bytes.clone()), type, payload, audience);
        }
        if (payload instanceof Buffer buffer) {
            return fit(EncodedPayload.binary(buffer.getBytes()), type, payload, audience);
        }
        return fit(encodeObject(payload, type, audience), type, payload, audience);
    }

    /** @throws PayloadException if the encoded payload does not fit the type */
    public static EncodedPayload fit(EncodedPayload encoded, PayloadType type, Object payload, Object audience) {
        EncodedPayload fitting = encoded.as(type);
        if (fitting == null) {
            throw new PayloadException("A payload of " + payload.getClass().getName() + " does not fit " + audience
                    + ", of which the payload type of the group or of a member is " + type + ": "
                    + (type == PayloadType.JSON ? "send something that is encoded as text"
                            : type == PayloadType.TEXT ? "send a String" : "send byte[] or Buffer")
                    + ", or change the payload type (@ChannelGroup, JoinOptions or quarkus.channel-box.payload-type)");
        }
        return fitting;
    }

    private EncodedPayload encodeObject(Object payload, PayloadType type, Object audience) {
        try {
            if (payload instanceof JsonObject || payload instanceof JsonArray) {
                return EncodedPayload.json(payload.toString().getBytes(StandardCharsets.UTF_8));
            }
            if (type == PayloadType.AUTO) {
                Optional<TextMessageCodec<Object>> codec = codecs.codec(payload.getClass());
                if (codec.isPresent()) {
                    return EncodedPayload.text(codec.get().encode(payload));
                }
            }
            return EncodedPayload.json(json.write(payload));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new PayloadException("A payload for " + audience + " cannot be sent: " + PayloadJson.reason(payload, e), e);
        }
    }
}
