package io.quarkiverse.channelbox.runtime.time;

import java.time.Duration;
import java.time.Instant;

/** Clocks that only move by hand. */
public final class ManualTime implements TimeSource {

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    /** Not zero, and negative as {@code System.nanoTime()} may be. */
    private long ticks = -1_234_567;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long ticks() {
        return ticks;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
        ticks += by.toMillis();
    }

    /** Somebody sets the clock, or a time server does; nothing takes longer or shorter for that. */
    public synchronized void set(Duration by) {
        now = now.plus(by);
    }

    public void advanceMillis(long by) {
        advance(Duration.ofMillis(by));
    }
}
