package io.quarkiverse.channelbox;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * A stored message of a group. Immutable.
 * <p>
 * A REST method can return it as it is. As JSON it is {@code {"id":…,"created":…,"event":…,"payload":…}}, without
 * {@code event} if there is none; the payload is what {@link #json()} has.
 */
@JsonPropertyOrder({ "id", "created", "event", "payload" })
@JsonSerialize(as = ChannelMessage.class)
public interface ChannelMessage {

    /**
     * {@code epoch:offset:signature}; opaque to clients. Within an epoch the offset grows by one per stored message of the
     * group.
     */
    @JsonProperty
    String id();

    /** The name of the group. */
    String group();

    /** When the message was sent. */
    @JsonProperty
    Instant created();

    /** The event name given with {@link SendOptions#event(String)}. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    Optional<String> event();

    /**
     * What the payload is: {@link PayloadType#TEXT} text as it was sent, {@link PayloadType#JSON} JSON text,
     * {@link PayloadType#BINARY} bytes; never {@link PayloadType#AUTO}.
     */
    PayloadType payloadType();

    /**
     * The payload as text.
     *
     * @throws IllegalStateException if the payload is binary
     */
    String text();

    /** The payload as bytes: a copy; text is encoded as UTF-8. */
    byte[] bytes();

    /** The payload as a JSON value: JSON as it is, text as a JSON string, bytes as a JSON string in base64 (RFC 4648). */
    @JsonProperty("payload")
    @JsonRawValue
    String json();
}
