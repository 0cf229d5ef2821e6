package io.quarkiverse.channelbox.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianIsInTheMiddleOfTheRounds() {
        assertEquals("2.00 (1.00–9.00)", Spread.of(List.of(9.0, 1.0, 2.0)).text("%.2f"));
    }

    @Test
    void ofTwoInTheMiddleItIsTheMean() {
        assertEquals("2.5 (1.0–9.0)", Spread.of(List.of(9.0, 3.0, 1.0, 2.0)).text("%.1f"));
    }

    @Test
    void oneRoundHasNoSpread() {
        assertEquals("1,234", Spread.of(List.of(1234.4)).text("%,.0f"));
    }

    @Test
    void aRatioIsThatOfEachRound() {
        assertEquals("1.10 (1.00–1.20)", Results.ratio(
                List.of(micros(2), micros(11), micros(6)), List.of(micros(2), micros(10), micros(5))));
    }

    @Test
    void aRoundThatFailedHasNoRatio() {
        assertEquals("2.00", Results.ratio(List.of(micros(2), micros(2)), List.of(micros(1), Measurement.failed("why"))));
        assertEquals("–", Results.ratio(List.of(micros(2)), List.of(Measurement.failed("why"))));
    }

    private static Measurement micros(double value) {
        return new Measurement(Map.of("micros", value), null);
    }
}
