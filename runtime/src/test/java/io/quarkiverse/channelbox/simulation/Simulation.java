package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.netty.util.ResourceLeakDetector;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;

/** One run: what happens in it is drawn from its seed. */
final class Simulation {

    private Simulation() {
    }

    /**
     * Runs it; what it finds is thrown. Called by reflection, since this class is loaded by the {@link VirtualLoader}.
     *
     * @return what is the same for every run with the same arguments
     */
    static long run(String backend, long seed, int steps, boolean isTraced) {
        Errors errors = new Errors();
        Logger logger = Logger.getLogger("io.quarkiverse.channelbox");
        Level before = logger.getLevel();
        logger.setLevel(isTraced ? Level.FINE : Level.SEVERE);
        logger.setUseParentHandlers(isTraced);
        logger.addHandler(errors);
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        // What a node had in memory when its process died nobody gives back; with one node, which does not die, it is looked for.
        ResourceLeakDetector.setLevel(backend.equals("memory") ? level : ResourceLeakDetector.Level.DISABLED);
        World world = new World(seed, isTraced);
        Virtual.enter(world);
        try {
            run(world, backend, steps);
            errors.check();
            return world.hash();
        } catch (RuntimeException | Error e) {
            errors.check();
            throw e;
        } finally {
            Virtual.enter(null);
            ResourceLeakDetector.setLevel(level);
            logger.removeHandler(errors);
            logger.setUseParentHandlers(true);
            logger.setLevel(before);
        }
    }

    private static void run(World world, String backend, int steps) {
        String slow = world.pick("disconnect", "drop", "catch-up", "catch-up");
        int replay = world.pick(0, 3);
        int maxBuffered = world.pick(4_000, 40_000);
        int maxPending = world.pick(100_000, 1 << 26);
        List<String> properties = List.of("slow-consumer", slow, "replay", "" + replay, "max-buffered", "" + maxBuffered,
                "max-pending", "" + maxPending, "history.size", "" + world.pick(10, 100, 5_000), "merge-delay",
                world.pick("0", "2ms"), "ping-interval", "5s", "pong-timeout", "3s", "expires", world.pick("1h", "20s"),
                "presence.leave-delay", world.pick("0", "1s"), "max-resume", "" + world.pick(5, 1_000), "history.max-bytes",
                "" + world.pick(20_000, 1_000_000));
        boolean isMemory = backend.equals("memory");
        Scenario.Setup setup = new Scenario.Setup(TestConfig.of(properties.toArray(String[]::new)),
                isMemory ? 1 : 1 + world.draw(3), 2 + world.draw(10), replay, maxBuffered, maxPending,
                !slow.equals("disconnect") || replay > 0 || !isMemory, isMemory);
        world.trace("%d nodes, %d clients, %s", setup.nodes(), setup.clients(), properties);
        Scenario[] scenario = new Scenario[1];
        scenario[0] = new Scenario(world, setup,
                isMemory ? new MemoryBackend(() -> scenario[0]) : new RedisBackend(world, () -> scenario[0]));
        scenario[0].run(steps);
    }

    /** What the extension logs as an error is one. */
    private static final class Errors extends Handler {

        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                records.add(record);
            }
        }

        void check() {
            if (!records.isEmpty()) {
                Throwable thrown = records.get(0).getThrown();
                if (thrown instanceof Broken broken) {
                    throw broken;
                }
                Broken broken = new Broken("An error was logged: %s", records.get(0).getMessage());
                broken.initCause(thrown);
                throw broken;
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }
}
