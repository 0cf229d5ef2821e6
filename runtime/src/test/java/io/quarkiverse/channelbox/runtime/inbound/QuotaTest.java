package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** So much in a second, and what was saved up. */
class QuotaTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** {@link System#nanoTime()} may begin anywhere. */
    private static final long START = Long.MAX_VALUE - SECOND;

    private static int taken(Quota quota, long now) {
        int taken = 0;
        while (taken < 1000 && quota.take(1, now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aBurstAndThenTheRate() {
        Quota quota = new Quota(10, 3 * SECOND, START);
        assertEquals(30, taken(quota, START));
        assertEquals(19, taken(quota, START + 2 * SECOND), "one was refused before, and counts");
        assertEquals(30, taken(quota, START + 100 * SECOND));
    }

    @Test
    void whatIsTooMuchByItselfIsRefused() {
        assertFalse(new Quota(10, SECOND, START).take(11, START));
    }

    @Test
    void zeroIsNoLimit() {
        assertTrue(new Quota(0, SECOND, START).take(Long.MAX_VALUE, START));
        assertEquals(1000, taken(new Quota(0, SECOND, START), START));
    }
}
