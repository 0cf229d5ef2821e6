package io.quarkiverse.channelbox.runtime.lane;

import java.nio.ByteBuffer;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * Payloads that go to one or many connections of an event loop together: encoded at the first use, once, into one buffer that
 * all writes share. Used on the lane only; whoever makes one releases it.
 */
final class FrameBatch {

    /** As much payload as is worth a buffer of its own: merging more saves nothing, and it still comes from the pool. */
    static final int MAX_BYTES = 32 * 1024;

    private final List<EncodedPayload> payloads;
    /** The payloads as they are encoded, in the same order. */
    private final List<EncodedPayload> contents;
    private final FrameEncoder encoder;
    private ByteBuf frames;
    /** Of the frames, while there are such. */
    private int size;
    private ByteBuffer nioBuffer;
    /** {@code null} as long as nobody needs it. */
    private FrameBatch compressed;

    FrameBatch(List<EncodedPayload> payloads, FrameEncoder encoder) {
        this(payloads, payloads, encoder);
    }

    private FrameBatch(List<EncodedPayload> payloads, List<EncodedPayload> contents, FrameEncoder encoder) {
        this.payloads = payloads;
        this.contents = contents;
        this.encoder = encoder;
    }

    /** The same for those who take {@link CompressedMessages}; it belongs to this one. */
    FrameBatch compressed() {
        if (compressed == null) {
            List<EncodedPayload> smaller = encoder.compressor().compress(payloads);
            compressed = smaller == payloads ? this : new FrameBatch(payloads, smaller, encoder);
        }
        return compressed;
    }

    boolean isEmpty() {
        return payloads.isEmpty();
    }

    List<EncodedPayload> payloads() {
        return payloads;
    }

    /** The frames; the caller does not own them. */
    ByteBuf frames() {
        if (frames == null) {
            size = size();
            frames = PooledByteBufAllocator.DEFAULT.directBuffer(size, size);
            for (int i = 0; i < contents.size(); i++) {
                encoder.encode(contents.get(i), frames);
            }
        }
        return frames;
    }

    /** Where the frames are in memory; 0 if that cannot be had. */
    long memoryAddress() {
        ByteBuf all = frames();
        return all.hasMemoryAddress() ? all.memoryAddress() + all.readerIndex() : 0;
    }

    /** The frames from their first byte on; for one use at a time. */
    ByteBuffer nioBuffer() {
        if (nioBuffer == null) {
            nioBuffer = frames().nioBuffer();
        }
        return nioBuffer.clear();
    }

    /** How many bytes the frames have. */
    int size() {
        if (frames != null) {
            return size;
        }
        int size = 0;
        for (int i = 0; i < contents.size(); i++) {
            size += encoder.size(contents.get(i));
        }
        return size;
    }

    void release() {
        if (frames != null) {
            frames.release();
            frames = null;
            nioBuffer = null;
        }
        if (compressed != null && compressed != this) {
            compressed.release();
        }
    }
}
