package io.quarkiverse.channelbox.runtime.lane;

import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.zip.Deflater;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.settings.CompressionSettings;

/**
 * Compresses payloads (RFC 7692, section 7.2.1), each by itself, so that whoever takes {@link CompressedMessages} can be given
 * the same bytes: a payload is compressed once, whatever the number of its readers and of their event loops. Thread-safe.
 */
@Singleton
public class PayloadCompressor {

    /** That takes about five milliseconds, in which an event loop does nothing else. */
    static final int MAX_BYTES = 256 * 1024;
    /** An empty block, with which what is flushed ends; a sender leaves it out. */
    private static final int TAIL_BYTES = 4;

    private final int level;
    private final long minBytes;
    /**
     * As many as event loops have compressed at the same time; each takes some 260 KB outside of the heap, and keeps nothing
     * of what it compressed.
     */
    private final Deque<Deflater> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean hasEnded;

    public PayloadCompressor(CompressionSettings settings) {
        this.level = settings.level();
        this.minBytes = settings.minBytes();
    }

    /** Each compressed if it is worth it, else as it is; the same list if none is. */
    List<EncodedPayload> compress(List<EncodedPayload> payloads) {
        EncodedPayload[] compressed = null;
        for (int i = 0; i < payloads.size(); i++) {
            EncodedPayload payload = payloads.get(i);
            if (payload.size() >= minBytes && payload.size() <= MAX_BYTES && !hasEnded) {
                EncodedPayload smaller = payload.compressed(this::deflate);
                if (smaller != payload) {
                    compressed = compressed == null ? payloads.toArray(EncodedPayload[]::new) : compressed;
                    compressed[i] = smaller;
                }
            }
        }
        return compressed == null ? payloads : List.of(compressed);
    }

    /** The payload itself if it does not get smaller. */
    private EncodedPayload deflate(EncodedPayload payload) {
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(level, true);
        }
        deflater.setInput(payload.bytes());
        byte[] out = new byte[payload.size() + TAIL_BYTES];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.reset();
        idle.push(deflater);
        if (hasEnded) {
            endIdle();
        }
        // Where nothing is left of the room there may be more to come.
        return length == out.length ? payload : payload.asCompressed(Arrays.copyOf(out, length - TAIL_BYTES));
    }

    /** Nothing is compressed any more. */
    @PreDestroy
    void end() {
        hasEnded = true;
        endIdle();
    }

    private void endIdle() {
        for (Deflater deflater = idle.poll(); deflater != null; deflater = idle.poll()) {
            deflater.end();
        }
    }
}
