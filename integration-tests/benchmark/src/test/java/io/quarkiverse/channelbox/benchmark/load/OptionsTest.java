package io.quarkiverse.channelbox.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void anOptionIsAPair() {
        Options options = new Options("rounds=1", "--seconds=2", "--warmup", "3", "pid=4,5");
        assertEquals(1, options.number("rounds", 0));
        assertEquals(2, options.number("seconds", 0));
        assertEquals(3, options.number("warmup", 0));
        assertEquals(2, options.numbers("pid").size());
        assertEquals(7, options.number("absent", 7));
    }

    @Test
    void anotherArgumentIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Options("rounds"));
        assertThrows(IllegalArgumentException.class, () -> new Options("--rounds"));
    }

    @Test
    void namesAreSelectedByTheirParts() {
        Options options = new Options("peers=Bun,epoll");
        assertTrue(options.selects("peers", "channel-box, epoll"));
        assertFalse(options.selects("peers", "channel-box"));
        assertTrue(options.selects("workloads", "anything"));
    }

    @Test
    void semicolonsSeparateNamesWithCommas() {
        Options options = new Options("workloads=1 × 1,000, 4 in flight;steady");
        assertTrue(options.selects("workloads", "1 × 1,000, 4 in flight"));
        assertTrue(options.selects("workloads", "steady 20,000/s"));
        assertFalse(options.selects("workloads", "1 × 1,000, 1 in flight"));
    }

    @Test
    void aWholeNameIsSelectedByAnEqualsSign() {
        Options options = new Options("peers==channel-box,Bun");
        assertTrue(options.selects("peers", "channel-box"));
        assertFalse(options.selects("peers", "channel-box, epoll"));
        assertTrue(options.selects("peers", "Bun publish"));
    }
}
