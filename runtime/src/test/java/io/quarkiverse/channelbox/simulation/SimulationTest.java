package io.quarkiverse.channelbox.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes, clients and a network in one thread: whatever goes wrong in a run, its seed brings it back. */
class SimulationTest {

    private static final int SHORT = 600;
    /** One node, but for a replay. */
    private static final String BACKEND = System.getProperty("simulation.backend", "memory");

    private static Method run;

    @BeforeAll
    static void load() throws ReflectiveOperationException {
        run = Simulations.load(BACKEND);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertEquals(run(1, 3_000), run(1, 3_000));
    }

    @Test
    void aLongRun() {
        run(1, 50_000);
    }

    @Test
    void aThousandShortRuns() {
        for (long seed = 1; seed <= 1_000; seed++) {
            run(seed, SHORT);
        }
    }

    /** What a failure says how to call. */
    @Test
    void replay() {
        Long seed = Long.getLong("simulation.seed");
        assumeTrue(seed != null, "Needs -Dsimulation.seed");
        run(seed, Integer.getInteger("simulation.steps", SHORT));
    }

    private static long run(long seed, int steps) {
        return Simulations.run(run, BACKEND, seed, steps);
    }
}
