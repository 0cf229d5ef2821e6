package io.quarkiverse.channelbox.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes, clients and a network in one thread: whatever goes wrong in a run, its seed brings it back. */
class SimulationTest {

    private static final int SHORT = 600;
    private static final String ONE_NODE = "memory";
    private static final String NODES = "redis";

    private static Method run;

    @BeforeAll
    static void load() throws ReflectiveOperationException {
        run = Simulations.load(ONE_NODE, NODES);
    }

    @ParameterizedTest
    @ValueSource(strings = { ONE_NODE, NODES })
    void theSameSeedIsTheSameRun(String backend) {
        assertEquals(run(backend, 1, 3_000), run(backend, 1, 3_000));
    }

    @Test
    @Tag("long")
    void aLongRun() {
        run(ONE_NODE, 1, 50_000);
    }

    @Test
    @Tag("long")
    void aThousandShortRuns() {
        for (long seed = 1; seed <= 1_000; seed++) {
            run(ONE_NODE, seed, SHORT);
        }
    }

    @Test
    @Tag("long")
    void aLongRunOfSeveralNodes() {
        run(NODES, 1, 5_000);
    }

    @Test
    @Tag("long")
    void shortRunsOfSeveralNodes() {
        for (long seed = 1; seed <= 200; seed++) {
            run(NODES, seed, 800);
        }
    }

    /** What a failure says how to call. */
    @Test
    void replay() {
        Long seed = Long.getLong("simulation.seed");
        assumeTrue(seed != null, "Needs -Dsimulation.seed");
        run(System.getProperty("simulation.backend", ONE_NODE), seed, Integer.getInteger("simulation.steps", SHORT));
    }

    private static long run(String backend, long seed, int steps) {
        return Simulations.run(run, backend, seed, steps);
    }
}
