package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.settings.TestConfig;

class InboundLimitsTest {

    /** Longer than can be said in nanoseconds, which is no reason not to start. */
    @Test
    void aBurstMayLastForEver() {
        InboundLimits limits = InboundLimits.of(TestConfig.of("inbound.burst", "999999d").values());
        assertEquals(Long.MAX_VALUE, limits.burstNanos());
        assertTrue(new TokenBucket(1, limits.burstNanos(), 0).take(1, 0));
    }
}
