package io.quarkiverse.channelbox.runtime.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.vertx.core.Vertx;

/** When a group is occupied and vacated. */
@Timeout(120)
class OccupancyTest implements OccupancyListener {

    private static final int ROUNDS = 100_000;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    /** What was told last; by group. */
    private final Map<String, Boolean> occupied = new ConcurrentHashMap<>();
    private volatile String problem;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertNull(problem);
    }

    private Occupancy occupancy(String delay) {
        return new Occupancy(this, new GroupSettingsResolver(TestConfig.of("presence.leave-delay", delay), List.of()), vertx);
    }

    @Override
    public boolean isObserving() {
        return true;
    }

    @Override
    public void occupied(String group) {
        told(group, true);
    }

    @Override
    public void vacated(String group) {
        told(group, false);
    }

    private void told(String group, boolean now) {
        if (occupied.getOrDefault(group, false) == now) {
            problem = group + " twice";
        }
        occupied.put(group, now);
        if (told.size() < 100) {
            told.add((now ? "+" : "-") + group);
        }
    }

    private static void here(Occupancy occupancy, boolean isHere) {
        occupancy.here("g", isHere);
        occupancy.tell("g");
    }

    @Test
    void aGroupIsOccupiedWhileItHasAMemberAnywhere() {
        Occupancy occupancy = occupancy("0");
        here(occupancy, true);
        occupancy.elsewhere("g", true);
        here(occupancy, false);
        assertEquals(List.of("+g"), told);
        occupancy.elsewhere("g", false);
        occupancy.elsewhere("g", true);
        occupancy.elsewhere("h", true);
        assertEquals(List.of("+g", "-g", "+g", "+h"), told);
    }

    @Test
    void aGroupIsNotVacatedWhileItWaits() {
        Occupancy occupancy = occupancy("1h");
        here(occupancy, true);
        here(occupancy, false);
        occupancy.elsewhere("g", true);
        occupancy.elsewhere("g", false);
        here(occupancy, true);
        assertEquals(List.of("+g"), told);
        here(occupancy, false);
        occupancy.end();
        assertEquals(List.of("+g", "-g"), told);
        here(occupancy, true);
        here(occupancy, false);
        assertEquals(List.of("+g", "-g", "+g", "-g"), told);
    }

    @Test
    void itIsVacatedAfterThat() {
        Occupancy occupancy = occupancy("50ms");
        here(occupancy, true);
        here(occupancy, false);
        await().until(() -> told.equals(List.of("+g", "-g")));
    }

    @Test
    void soManyWait() {
        Occupancy occupancy = occupancy("1h");
        for (int i = 0; i <= Occupancy.MOST_WAITING; i++) {
            occupancy.elsewhere("g" + i, true);
        }
        for (int i = 0; i <= Occupancy.MOST_WAITING; i++) {
            occupancy.elsewhere("g" + i, false);
        }
        assertEquals(List.of("g" + Occupancy.MOST_WAITING),
                occupied.entrySet().stream().filter(each -> !each.getValue()).map(Map.Entry::getKey).toList());
        // Who comes back makes room.
        occupancy.elsewhere("g0", true);
        occupancy.elsewhere("g0", false);
        assertEquals(true, occupied.get("g0"));
    }

    @Test
    void anObserverMayChangeTheGroup() {
        Occupancy[] occupancy = { null };
        occupancy[0] = new Occupancy(new OccupancyListener() {
            @Override
            public boolean isObserving() {
                return true;
            }

            @Override
            public void occupied(String group) {
                here(occupancy[0], false);
                OccupancyTest.this.occupied(group);
            }

            @Override
            public void vacated(String group) {
                OccupancyTest.this.vacated(group);
            }
        }, new GroupSettingsResolver(TestConfig.of(), List.of()), vertx);
        here(occupancy[0], true);
        assertEquals(List.of("+g", "-g"), told);
    }

    /** One kind of event follows the other, whoever causes them, and the last one is right. */
    @Test
    void whateverThreads() {
        for (String delay : List.of("0", "1ms")) {
            Occupancy occupancy = occupancy(delay);
            occupied.clear();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    occupancy.elsewhere("g", i % 2 == 0);
                }
            });
            for (int i = 0; i < ROUNDS; i++) {
                here(occupancy, i % 2 == 0);
            }
            other.join();
            await().until(() -> !occupied.get("g"));
            here(occupancy, true);
            // The thread of the timer may be telling still.
            await().until(() -> occupied.get("g"));
            here(occupancy, false);
            await().until(() -> !occupied.get("g"));
        }
    }
}
