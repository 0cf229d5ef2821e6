package io.quarkiverse.channelbox.runtime.message;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.quarkiverse.channelbox.PayloadType;
import io.vertx.core.buffer.Buffer;

/**
 * A payload, encoded once for everybody who gets it. Immutable but for what it caches; safe to share, since what it caches is
 * the same whoever computes it. It caches softly, since it may stay in a history for long.
 */
public final class EncodedPayload {

    private final PayloadType kind;
    private final byte[] bytes;
    private volatile SoftReference<EncodedPayload> quoted;

    private EncodedPayload(PayloadType kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /** A lone surrogate becomes a question mark, for everybody who reads it. */
    public static EncodedPayload text(String text) {
        return new EncodedPayload(PayloadType.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static EncodedPayload json(byte[] utf8) {
        return new EncodedPayload(PayloadType.JSON, utf8);
    }

    public static EncodedPayload binary(byte[] bytes) {
        return new EncodedPayload(PayloadType.BINARY, bytes);
    }

    /** @param kind {@link PayloadType#TEXT}, {@link PayloadType#JSON} or {@link PayloadType#BINARY} */
    public static EncodedPayload of(PayloadType kind, byte[] bytes) {
        return new EncodedPayload(kind, bytes);
    }

    /** {@link PayloadType#TEXT}, {@link PayloadType#JSON} or {@link PayloadType#BINARY}. */
    public PayloadType kind() {
        return kind;
    }

    public boolean isBinary() {
        return kind == PayloadType.BINARY;
    }

    public int size() {
        return bytes.length;
    }

    /** The payload itself, not a copy: do not change it. */
    public byte[] bytes() {
        return bytes;
    }

    /** A text payload as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public Buffer buffer() {
        return Buffer.buffer(bytes);
    }

    /** What a member of that type gets, or {@code null} if the payload does not fit. */
    public EncodedPayload as(PayloadType memberType) {
        return switch (memberType) {
            case AUTO -> this;
            case JSON -> kind == PayloadType.TEXT ? quoted() : isBinary() ? null : this;
            case TEXT, BINARY -> kind == memberType ? this : null;
        };
    }

    /** The text as a JSON string. */
    private EncodedPayload quoted() {
        SoftReference<EncodedPayload> cached = quoted;
        EncodedPayload result = cached == null ? null : cached.get();
        if (result == null) {
            StringBuilder json = new StringBuilder(bytes.length + 16).append('"');
            JsonStringEncoder.getInstance().quoteAsString(text(), json);
            result = json(json.append('"').toString().getBytes(StandardCharsets.UTF_8));
            quoted = new SoftReference<>(result);
        }
        return result;
    }
}
