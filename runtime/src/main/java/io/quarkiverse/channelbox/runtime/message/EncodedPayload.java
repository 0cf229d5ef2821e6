package io.quarkiverse.channelbox.runtime.message;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

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
    private final boolean isCompressed;
    private volatile SoftReference<EncodedPayload> quoted;
    private volatile WeakReference<EncodedPayload> compressed;

    private EncodedPayload(PayloadType kind, byte[] bytes) {
        this(kind, bytes, false);
    }

    private EncodedPayload(PayloadType kind, byte[] bytes, boolean isCompressed) {
        this.kind = kind;
        this.bytes = bytes;
        this.isCompressed = isCompressed;
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

    /** Whether the bytes are to be inflated first, as permessage-deflate has it (RFC 7692, section 7.2.2). */
    public boolean isCompressed() {
        return isCompressed;
    }

    /** The same payload. @param deflated its bytes, compressed */
    public EncodedPayload asCompressed(byte[] deflated) {
        return new EncodedPayload(kind, deflated, true);
    }

    /**
     * What the compressor makes of it, which may be the payload itself: made once for all who ask, from whichever threads,
     * while one of them has it.
     */
    public EncodedPayload compressed(UnaryOperator<EncodedPayload> compressor) {
        EncodedPayload result = compressedSoFar();
        if (result == null) {
            // To wait until another thread has done it takes no longer than to do it.
            synchronized (this) {
                result = compressedSoFar();
                if (result == null) {
                    result = compressor.apply(this);
                    compressed = new WeakReference<>(result);
                }
            }
        }
        return result;
    }

    private EncodedPayload compressedSoFar() {
        WeakReference<EncodedPayload> cached = compressed;
        return cached == null ? null : cached.get();
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
