package io.quarkiverse.channelbox;

import java.time.Instant;
import java.util.Optional;

/** A stored message of a group. Immutable. */
public interface ChannelMessage {

    /** {@code epoch:offset}; opaque to clients. Within an epoch the offset grows by one per stored message of the group. */
    String id();

    /** The name of the group. */
    String group();

    /** When the message was sent. */
    Instant created();

    /** The event name given with {@link SendOptions#event(String)}. */
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
    String json();
}
