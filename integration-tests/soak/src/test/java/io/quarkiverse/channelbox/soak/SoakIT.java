package io.quarkiverse.channelbox.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of clients that come, go, stall, break and send garbage: nothing that was stored is lost, nobody who behaves is cut
 * off, and when they have gone the application is as it was. {@link Plan} says how long, how many, and with which seed.
 */
@Tag("long")
class SoakIT {

    /** Of the whole time, for what is loaded, compiled and pooled at first. */
    private static final int WARM_UP = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long HEAP_BYTES = 8 << 20;
    private static final long DIRECT_BYTES = 16 << 20;
    private static final long BUFFER_BYTES = 256 << 10;
    private static final long THREADS = 8;
    private static final long DESCRIPTORS = 8;
    /** How a process ends that was told to. */
    private static final int SIGTERM = 143;
    private static final int LINES = 100;
    /** Of each kind of trouble one line in ten seconds. */
    private static final int LINES_PER_MINUTE = 100;

    /** What Quarkus says where a token expires in the midst of an upgrade, and the machine is slow. */
    private static final String EXPIRED_MEANWHILE = "Cannot schedule a timer with delay < 1 ms";

    private final Plan plan = Plan.read();

    @Test
    void nothingIsLostAndNothingIsLeft() throws IOException, InterruptedException {
        System.out.println("Soak: " + plan);
        if (plan.isRedis()) {
            try (RestartedRedis redis = new RestartedRedis(plan.seed())) {
                soak(redis);
            }
        } else {
            soak(null);
        }
    }

    private void soak(RestartedRedis redis) throws IOException, InterruptedException {
        try (Loop loop = new Loop(); Server server = new Server(plan, redis == null ? new String[0] : redis.options())) {
            Duration warmUp = plan.duration().dividedBy(WARM_UP);
            storm(plan.lasting(warmUp), loop, server, redis);
            Server.Sample before = server.sample();
            System.out.println("Soak: after the warm-up " + before);
            Census census = storm(plan.lasting(plan.duration().minus(warmUp)), loop, server, redis);
            Server.Sample after = server.sample();
            System.out.println("Soak: in the end        " + after);
            System.out.println("Soak: the clients' longest turn took " + loop.longestTurn() + " ms");
            for (Fault fault : Fault.values()) {
                assertTrue(census.of("faults " + fault) > 0, fault + " has not happened");
            }
            flat(before, after, server);
            assertEquals(plan.places(), Places.count(server.base(), plan.places()));
            await().atMost(PATIENCE).until(server::gauges, Map::isEmpty);
            assertEquals(SIGTERM, server.end());
            quiet(server.log());
        }
    }

    private static Census storm(Plan plan, Loop loop, Server server, RestartedRedis redis) throws IOException {
        Census census = new Census();
        if (redis != null) {
            redis.restart(true);
        }
        new Storm(plan, loop, server, census).run(() -> {
            if (redis != null) {
                redis.restart(false);
            }
        });
        System.out.println(census);
        assertEquals(0, census.violations(), "what is not as it should be is printed above");
        await().atMost(PATIENCE).until(server::gauges, Map::isEmpty);
        return census;
    }

    private static void flat(Server.Sample before, Server.Sample after, Server server) {
        assertTrue(after.heap() - before.heap() < HEAP_BYTES, () -> "heap\n" + server.histogram());
        assertTrue(after.direct() - before.direct() < DIRECT_BYTES, "direct memory");
        assertTrue(after.buffers() - before.buffers() < BUFFER_BYTES, "buffers");
        assertTrue(after.threads() - before.threads() < THREADS, "threads");
        assertTrue(after.descriptors() - before.descriptors() < DESCRIPTORS, "descriptors");
    }

    private void quiet(List<String> log) {
        List<String> errors = log.stream().filter(line -> line.contains("ERROR") || line.contains("LEAK"))
                .filter(line -> !line.contains(EXPIRED_MEANWHILE)).toList();
        assertEquals(List.of(), errors);
        assertTrue(log.size() < LINES + LINES_PER_MINUTE * (1 + plan.duration().toMinutes()),
                () -> log.size() + " lines: " + log);
        System.out.println("Soak: " + log.size() + " lines in the log");
    }
}
