package io.quarkiverse.channelbox.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int WANTED = 64 * 1024;

    private final Pace pace = new Pace(10_000, 0);

    @Test
    void asManyPassAsTheTimeAllows() {
        assertEquals(0, pace.allowed(0, WANTED));
        assertEquals(500, pace.allowed(millis(50), WANTED));
    }

    @Test
    void whatHasPassedIsUsedUp() {
        pace.allowed(millis(50), WANTED);
        pace.used(300);
        assertEquals(200, pace.allowed(millis(50), WANTED));
        assertEquals(400, pace.allowed(millis(70), WANTED));
    }

    @Test
    void noMoreThanATenthOfASecondIsSavedUp() {
        assertEquals(1000, pace.allowed(millis(5000), WANTED));
    }

    @Test
    void andNoMoreThanIsWantedPasses() {
        assertEquals(100, pace.allowed(millis(5000), 100));
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
