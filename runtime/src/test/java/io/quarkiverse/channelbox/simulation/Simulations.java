package io.quarkiverse.channelbox.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Runs simulations, from outside of their world. */
final class Simulations {

    private Simulations() {
    }

    /** @param backends of the runs to come */
    static Method load(String... backends) throws ReflectiveOperationException {
        // A buffer that a thread keeps for the next use cannot be told from one that is in use.
        System.setProperty("io.netty.allocator.smallCacheSize", "0");
        System.setProperty("io.netty.allocator.normalCacheSize", "0");
        VirtualLoader loader = new VirtualLoader(Simulations.class.getClassLoader());
        Method run = loader.loadClass(Simulation.class.getName()).getDeclaredMethod("run", String.class, long.class, int.class,
                boolean.class);
        run.setAccessible(true);
        // What classes do when they are initialized must not belong to the first run only.
        for (String backend : backends) {
            run(run, backend, 0, 2_000);
        }
        return run;
    }

    static long run(Method run, String backend, long seed, int steps) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(run.getDeclaringClass().getClassLoader());
        try {
            return (long) run.invoke(null, backend, seed, steps, Boolean.getBoolean("simulation.trace"));
        } catch (InvocationTargetException e) {
            throw new AssertionError(String.format("Seed %d (%s, %d steps): %s%n  mvn test -pl deployment -am"
                    + " -Dtest=SimulationTest#replay -Dsimulation.backend=%s -Dsimulation.seed=%d -Dsimulation.steps=%d"
                    + " -Dsurefire.failIfNoSpecifiedTests=false", seed, backend, steps, e.getCause(), backend, seed,
                    steps), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Many runs, or one long one, by hand, up to the first that fails: back end, first seed, how many, steps of each. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        long first = Long.parseLong(arguments[1]);
        long end = first + Long.parseLong(arguments[2]);
        try {
            Method run = load(arguments[0]);
            for (long seed = first; seed < end; seed++) {
                run(run, arguments[0], seed, Integer.parseInt(arguments[3]));
            }
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
            e.getCause().printStackTrace(System.out);
            System.exit(1);
        }
        System.out.println("No failure from seed " + first + " to " + (end - 1));
    }
}
