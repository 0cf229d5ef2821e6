package io.quarkiverse.channelbox.benchmark.load;

import java.util.concurrent.TimeUnit;

/** So many bytes a second, of which at most those of a tenth of a second are saved up. */
final class Pace {

    private static final int BURSTS_PER_SECOND = 10;

    private final int bytesPerSecond;
    private double saved;
    private long last;

    /** @param now as of {@link System#nanoTime()} */
    Pace(int bytesPerSecond, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.last = now;
    }

    /** How many bytes may pass, of which not more than a number are wanted. */
    int allowed(long now, int wanted) {
        saved = Math.min(saved + (now - last) * (double) bytesPerSecond / TimeUnit.SECONDS.toNanos(1),
                (double) bytesPerSecond / BURSTS_PER_SECOND);
        last = now;
        return (int) Math.min(saved, wanted);
    }

    void used(int bytes) {
        saved -= bytes;
    }
}
