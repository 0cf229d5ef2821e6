package io.quarkiverse.channelbox.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({ "PT0S, 0", "PT-1S, 0", "PT0.000000001S, 1", "PT0.001S, 1", "PT0.0019S, 1", "PT1H, 3600000" })
    void millis(Duration duration, long millis) {
        assertEquals(millis, Durations.millis(duration));
    }

    /** "For ever", as a caller may say it: it can be added to any time. */
    @Test
    void theLongestCanBeAdded() {
        long longest = Durations.millis(ChronoUnit.FOREVER.getDuration());
        assertEquals(longest, Durations.millis(Duration.ofMillis(Long.MAX_VALUE)));
        assertTrue(Duration.ofMillis(longest).toDays() > 365_000_000L);
        assertTrue(System.currentTimeMillis() + longest > longest);
    }
}
