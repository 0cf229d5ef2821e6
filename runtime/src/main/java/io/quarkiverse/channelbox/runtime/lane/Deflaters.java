package io.quarkiverse.channelbox.runtime.lane;

import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.zip.Deflater;

/**
 * Compresses messages as permessage-deflate has it (RFC 7692, section 7.2.1), each by itself. It has as many deflaters as
 * threads have compressed at the same time; each takes some 260 KB outside of the heap, and keeps nothing of a message.
 * Thread-safe.
 */
final class Deflaters {

    /** An empty block, with which what is flushed ends; a sender leaves it out. */
    private static final int TAIL_BYTES = 4;

    private final int level;
    private final Deque<Deflater> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean hasEnded;

    /** @param level from 0 to 9 */
    Deflaters(int level) {
        this.level = level;
    }

    /** Returns {@code null} if they do not get smaller, or the end has come. */
    byte[] deflate(byte[] bytes) {
        if (hasEnded) {
            return null;
        }
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(level, true);
        }
        deflater.setInput(bytes);
        byte[] out = new byte[bytes.length + TAIL_BYTES];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.reset();
        idle.push(deflater);
        if (hasEnded) {
            endIdle();
        }
        // Where nothing is left of the room there may be more to come.
        return length == out.length ? null : Arrays.copyOf(out, length - TAIL_BYTES);
    }

    /** Nothing is compressed any more. */
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
