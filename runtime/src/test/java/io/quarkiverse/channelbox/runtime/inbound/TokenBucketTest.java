package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** So much in a second, and what was saved up. */
class TokenBucketTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** {@link System#nanoTime()} may begin anywhere. */
    private static final long START = Long.MAX_VALUE - SECOND;

    private static int taken(TokenBucket bucket, long now) {
        int taken = 0;
        while (taken < 1000 && bucket.take(1, now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aBurstAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(10, 3 * SECOND, START);
        assertEquals(30, taken(bucket, START));
        assertEquals(19, taken(bucket, START + 2 * SECOND), "one was refused before, and counts");
        assertEquals(30, taken(bucket, START + 100 * SECOND));
    }

    @Test
    void whatIsTooMuchByItselfIsRefused() {
        assertFalse(new TokenBucket(10, SECOND, START).take(11, START));
    }

    @Test
    void zeroIsNoLimit() {
        assertTrue(new TokenBucket(0, SECOND, START).take(Long.MAX_VALUE, START));
        assertEquals(1000, taken(new TokenBucket(0, SECOND, START), START));
    }
}
