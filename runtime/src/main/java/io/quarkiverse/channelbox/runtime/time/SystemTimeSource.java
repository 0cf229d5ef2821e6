package io.quarkiverse.channelbox.runtime.time;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;

/** The machine's clocks. */
@Singleton
@DefaultBean
public class SystemTimeSource implements TimeSource {

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long ticks() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
