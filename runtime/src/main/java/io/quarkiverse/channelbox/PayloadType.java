package io.quarkiverse.channelbox;

/**
 * How the payloads of a group, or for one member, are encoded.
 * <p>
 * A payload that does not fit the type of the group or of one of its members on the node that sends fails the send with a
 * {@link PayloadException}; it then reaches nobody. Members on other nodes that it does not fit are left out.
 */
public enum PayloadType {

    /**
     * By the class of the payload: a {@code String} (any {@code CharSequence}) is sent as a text frame as it is,
     * {@code byte[]} and {@code Buffer} as a binary frame; anything else is encoded by the application's
     * {@link io.quarkus.websockets.next.TextMessageCodec} for its type, or else as JSON by the application's
     * {@code ObjectMapper}. The default.
     */
    AUTO,

    /** Always JSON in a text frame: a {@code String} becomes a JSON string. Binary payloads do not fit. */
    JSON,

    /** Always text as it is. Only a {@code String} (any {@code CharSequence}) fits. */
    TEXT,

    /** Always a binary frame. Only {@code byte[]} and {@code Buffer} fit. */
    BINARY
}
