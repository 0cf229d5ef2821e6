package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.fuzz.Seeds;

/** However a client spreads what it sends: a bucket that is counted exactly, in billionths of what is taken. */
class TokenBucketPropertyTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void itIsABucket() {
        Seeds.each(300, random -> {
            long perSecond = 1L << random.nextInt(10);
            long burst = SECOND * (1 + random.nextInt(4));
            long now = random.nextLong();
            TokenBucket bucket = new TokenBucket(perSecond, burst, now);
            BigInteger most = BigInteger.valueOf(perSecond).multiply(BigInteger.valueOf(burst));
            BigInteger left = most;
            for (int i = 0; i < 200; i++) {
                long time = random.nextInt(3) * (SECOND >> random.nextInt(9));
                long amount = random.nextInt((int) perSecond * 2);
                now += time;
                left = left.add(BigInteger.valueOf(perSecond).multiply(BigInteger.valueOf(time))).min(most)
                        .subtract(BigInteger.valueOf(amount).multiply(BigInteger.valueOf(SECOND)));
                // Not so near to zero that the last bit of a fraction decides.
                if (left.abs().compareTo(BigInteger.valueOf(1000)) > 0) {
                    assertEquals(left.signum() > 0, bucket.take(amount, now));
                } else {
                    bucket.take(amount, now);
                }
            }
        });
    }
}
