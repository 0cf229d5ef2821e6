package io.quarkiverse.channelbox.runtime.message;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.settings.GroupNames;

/**
 * A message of a group's history, as encoded bytes.
 *
 * @param eventName {@code null} if there is none
 * @param expiresAt milliseconds since 1970, {@link Long#MAX_VALUE} for never
 */
public record StoredMessage(String epoch, long offset, String group, Instant created, String eventName, EncodedPayload payload,
        long expiresAt) implements ChannelMessage {

    @Override
    public String id() {
        return epoch + ':' + offset;
    }

    /** The message as clients get it that speak {@code channelbox.v1}. */
    public EncodedPayload envelope() {
        return ProtocolFrames.message(group, id(), eventName, payload);
    }

    @Override
    public Optional<String> event() {
        return Optional.ofNullable(eventName);
    }

    @Override
    public PayloadType payloadType() {
        return payload.kind();
    }

    @Override
    public String text() {
        if (payload.isBinary()) {
            throw new IllegalStateException("The payload of message " + id() + " is binary; use bytes()");
        }
        return payload.text();
    }

    @Override
    public byte[] bytes() {
        return payload.bytes().clone();
    }

    @Override
    public String json() {
        return payload.isBinary()
                ? '"' + Base64.getEncoder().encodeToString(payload.bytes()) + '"'
                : payload.as(PayloadType.JSON).text();
    }

    /** For logs: not what was said. */
    @Override
    public String toString() {
        return "message " + id() + " of group '" + GroupNames.printable(group) + "'";
    }
}
