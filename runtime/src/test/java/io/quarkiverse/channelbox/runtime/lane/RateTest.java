package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateTest {

    private final Rate rate = new Rate();

    @Test
    void whatWasSteadyIsSteady() {
        for (long now = 0; now < 100_000; now += 100) {
            rate.add(5, now);
        }
        assertEquals(50, rate.perSecond(99_900), 1);
        assertEquals(50, rate.perSecond(100_000), 1);
    }

    @Test
    void whatIsOverFadesAway() {
        rate.add(1000, 19_000);
        assertEquals(100, rate.perSecond(19_999), 0.1);
        assertEquals(50, rate.perSecond(25_000), 0.1);
        assertEquals(0, rate.perSecond(30_000), 0.1);
        assertEquals(0, rate.perSecond(1_000_000), 0.1);
    }

    @Test
    void afterAPauseItBeginsAnew() {
        rate.add(1000, 0);
        rate.add(10, 45_000);
        assertEquals(1, rate.perSecond(45_000), 0.01);
    }
}
