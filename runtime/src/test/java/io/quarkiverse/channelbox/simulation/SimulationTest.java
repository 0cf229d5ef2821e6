package io.quarkiverse.channelbox.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes, clients and a network in one thread: whatever goes wrong in a run, its seed brings it back. */
class SimulationTest {

    private static Method run;

    @BeforeAll
    static void load() throws ReflectiveOperationException {
        run = Simulations.load();
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertEquals(run("memory", 1, 3_000), run("memory", 1, 3_000));
    }

    @Test
    void oneNode() {
        run("memory", 1, 25_000);
    }

    private static long run(String backend, long seed, int steps) {
        return Simulations.run(run, backend, seed, steps);
    }
}
