package io.quarkiverse.channelbox.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreExactBelowAMillisecond() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 100; micros++) {
            latencies.add(micros);
        }
        assertEquals(50, latencies.percentile(.5));
        assertEquals(99, latencies.percentile(.99));
        assertEquals(100, latencies.percentile(.999));
        assertEquals(100, latencies.worst());
    }

    @Test
    void andWithinOnePercentAbove() {
        Latencies latencies = new Latencies();
        latencies.add(123_456);
        assertEquals(123_456, latencies.percentile(.5), 1_300);
    }

    @Test
    void nothingIsNothing() {
        assertEquals(0, new Latencies().percentile(.99));
    }
}
