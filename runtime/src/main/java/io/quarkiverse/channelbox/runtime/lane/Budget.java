package io.quarkiverse.channelbox.runtime.lane;

/**
 * What a lane may do in one turn before other work of its event loop gets its turn: about a millisecond, or so many bytes.
 */
final class Budget {

    private static final long TURN_NANOS = 1_000_000;
    private static final long TURN_BYTES = 4 << 20;
    /** To ask for the time costs as much as a small part of a write. */
    private static final int WRITES_BETWEEN_LOOKS = 8;

    private long end;
    private long bytesLeft;
    private int writes;

    void begin(long nanoTime) {
        end = nanoTime + TURN_NANOS;
        bytesLeft = TURN_BYTES;
        writes = 0;
    }

    /** Whether it is used up after another write of so many bytes. */
    boolean isUsedUpBy(int bytes) {
        bytesLeft -= bytes;
        return bytesLeft < 0 || ++writes % WRITES_BETWEEN_LOOKS == 0 && isOver();
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }
}
