package io.quarkiverse.channelbox.runtime.lane;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.netty.buffer.ByteBuf;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.settings.CompressionSettings;
import io.quarkiverse.channelbox.runtime.settings.MessageLimits;

/**
 * Encodes payloads as the WebSocket frames that a server sends (RFC 6455, section 5.2): not masked, and compressed if the
 * payload is, which is only for those who take {@link CompressedMessages}; what is not compressed anybody takes. A payload over
 * the largest frame that the server is configured for becomes a message of several frames.
 */
@Singleton
public class FrameEncoder {

    private static final int FIN = 0x80;
    /** Says of the first frame of a message that it is compressed. */
    private static final int RSV1 = 0x40;
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    /**
     * The largest payload lengths that the short and the middle form of a header can say, and how the longer ones are marked.
     */
    private static final int MAX_SHORT = 125;
    private static final int MAX_MIDDLE = 0xFFFF;
    private static final int MIDDLE = 126;
    private static final int LONG = 127;

    private final int maxFrame;
    private final PayloadCompressor compressor;

    @Inject
    public FrameEncoder(MessageLimits limits, PayloadCompressor compressor) {
        this(limits.maxFrameBytes(), compressor);
    }

    /** One that compresses nothing. */
    FrameEncoder(int maxFrame) {
        this(maxFrame, new PayloadCompressor(CompressionSettings.OFF));
    }

    FrameEncoder(int maxFrame, PayloadCompressor compressor) {
        this.maxFrame = maxFrame;
        this.compressor = compressor;
    }

    /** For those who take {@link CompressedMessages}. */
    PayloadCompressor compressor() {
        return compressor;
    }

    /** How many bytes {@link #encode} writes. */
    int size(EncodedPayload payload) {
        int size = payload.size();
        if (size <= maxFrame) {
            return headerSize(size) + size;
        }
        int full = size / maxFrame;
        int rest = size % maxFrame;
        return full * headerSize(maxFrame) + (rest == 0 ? 0 : headerSize(rest)) + size;
    }

    private static int headerSize(int length) {
        return length <= MAX_SHORT ? 2 : length <= MAX_MIDDLE ? 4 : 10;
    }

    void encode(EncodedPayload payload, ByteBuf out) {
        byte[] bytes = payload.bytes();
        int start = (payload.isCompressed() ? RSV1 : 0) | (payload.isBinary() ? BINARY : TEXT);
        int offset = 0;
        do {
            int length = Math.min(maxFrame, bytes.length - offset);
            boolean isLast = offset + length == bytes.length;
            header((isLast ? FIN : 0) | (offset == 0 ? start : CONTINUATION), length, out);
            out.writeBytes(bytes, offset, length);
            offset += length;
        } while (offset < bytes.length);
    }

    private static void header(int first, int length, ByteBuf out) {
        out.writeByte(first);
        if (length <= MAX_SHORT) {
            out.writeByte(length);
        } else if (length <= MAX_MIDDLE) {
            out.writeByte(MIDDLE).writeShort(length);
        } else {
            out.writeByte(LONG).writeLong(length);
        }
    }
}
