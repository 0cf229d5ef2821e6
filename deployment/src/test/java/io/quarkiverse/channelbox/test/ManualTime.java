package io.quarkiverse.channelbox.test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** A clock that only the test moves. */
@Singleton
public class ManualTime implements TimeSource {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong millis = new AtomicLong(1_000_000);

    void advance(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    @Override
    public Instant now() {
        return START.plusMillis(millis.get());
    }

    @Override
    public long ticks() {
        return millis.get();
    }
}
