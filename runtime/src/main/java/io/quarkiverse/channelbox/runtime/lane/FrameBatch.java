package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * Payloads that go to one or many connections of an event loop together: encoded at the first use, once, into one buffer that
 * all writes share. Used on the lane only; whoever makes one releases it.
 */
public final class FrameBatch {

    /** As much payload as is worth a buffer of its own: merging more saves nothing, and it still comes from the pool. */
    static final int MAX_BYTES = 32 * 1024;

    private final List<EncodedPayload> payloads;
    private final FrameEncoder encoder;
    private ByteBuf frames;

    public FrameBatch(List<EncodedPayload> payloads, FrameEncoder encoder) {
        this.payloads = payloads;
        this.encoder = encoder;
    }

    /** Makes batches of reasonable size of many payloads, and releases each when it has been used. */
    public static void split(List<EncodedPayload> payloads, FrameEncoder encoder, Consumer<FrameBatch> use) {
        for (int from = 0; from < payloads.size();) {
            int to = from;
            int bytes = 0;
            do {
                bytes += payloads.get(to++).size();
            } while (to < payloads.size() && bytes + payloads.get(to).size() <= MAX_BYTES);
            FrameBatch batch = new FrameBatch(payloads.subList(from, to), encoder);
            try {
                use.accept(batch);
            } finally {
                batch.release();
            }
            from = to;
        }
    }

    public boolean isEmpty() {
        return payloads.isEmpty();
    }

    public List<EncodedPayload> payloads() {
        return payloads;
    }

    /** The frames; the caller does not own them. */
    public ByteBuf frames() {
        if (frames == null) {
            int size = 0;
            for (int i = 0; i < payloads.size(); i++) {
                size += encoder.size(payloads.get(i));
            }
            frames = PooledByteBufAllocator.DEFAULT.directBuffer(size, size);
            for (int i = 0; i < payloads.size(); i++) {
                encoder.encode(payloads.get(i), frames);
            }
        }
        return frames;
    }

    public void release() {
        if (frames != null) {
            frames.release();
            frames = null;
        }
    }
}
