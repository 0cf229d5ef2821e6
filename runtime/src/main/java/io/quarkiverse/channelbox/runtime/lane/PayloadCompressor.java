package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.settings.CompressionSettings;

/**
 * Compresses payloads for whoever takes {@link CompressedMessages}: each is compressed once, whatever the number of its readers
 * and of their event loops. An event loop does nothing else meanwhile, for two milliseconds at the most. Thread-safe.
 */
@Singleton
public class PayloadCompressor {

    static final int MAX_BYTES = 256 * 1024;
    /** More than that is compressed in a third of the time, and not as well. */
    private static final int LARGE_BYTES = 64 * 1024;
    private static final int FAST = 1;

    private final long minBytes;
    private final Deflaters deflaters;
    private final Deflaters fast;

    public PayloadCompressor(CompressionSettings settings) {
        this.minBytes = settings.minBytes();
        this.deflaters = new Deflaters(settings.level());
        this.fast = new Deflaters(Math.min(FAST, settings.level()));
    }

    /** Each compressed if it is worth it, else as it is; the same list if none is. */
    List<EncodedPayload> compress(List<EncodedPayload> payloads) {
        EncodedPayload[] compressed = null;
        for (int i = 0; i < payloads.size(); i++) {
            EncodedPayload payload = payloads.get(i);
            if (payload.size() >= minBytes && payload.size() <= MAX_BYTES) {
                EncodedPayload smaller = payload.compressed(this::deflate);
                if (smaller != payload) {
                    compressed = compressed == null ? payloads.toArray(EncodedPayload[]::new) : compressed;
                    compressed[i] = smaller;
                }
            }
        }
        return compressed == null ? payloads : List.of(compressed);
    }

    private EncodedPayload deflate(EncodedPayload payload) {
        byte[] deflated = (payload.size() > LARGE_BYTES ? fast : deflaters).deflate(payload.bytes());
        return deflated == null ? payload : payload.asCompressed(deflated);
    }

    @PreDestroy
    void end() {
        deflaters.end();
        fast.end();
    }
}
