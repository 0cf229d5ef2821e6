package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.vertx.core.Vertx;

/** What waits for Redis while it is away. */
@Timeout(120)
class MemberRegistryTest {

    private final Vertx vertx = Vertx.vertx();
    private final EngineLoop loop = new EngineLoop(vertx);
    private final RedisKeys keys = new RedisKeys("test:", 0);
    /** It is never started. */
    private final RedisLink link = new RedisLink(loop, null, keys, "node", new SystemTimeSource(), Optional.empty(), 1_000,
            null);
    private final MemberRegistry registry = new MemberRegistry(loop, link, keys, "node",
            new ToldGroups(link, keys, "node"));

    @BeforeEach
    void start() {
        registry.start(new NoMembers());
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int waiting() {
        CompletableFuture<Integer> waiting = new CompletableFuture<>();
        loop.executeLater(() -> waiting.complete(registry.waiting()));
        return waiting.join();
    }

    private static PresenceEntry entry(int number) {
        return PresenceEntry.of("c" + number, java.util.Optional.empty(), Map.of());
    }

    @Test
    void whoComesAndGoesAgainAndAgainIsOneChange() {
        for (int i = 0; i < 500_000; i++) {
            registry.change("g", entry(i % 100), true);
            registry.change("g", entry(i % 100), false);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 100);
    }

    @Test
    void evenOfThoseThatDifferOnlySoManyWait() {
        for (int i = 0; i < 500_000; i++) {
            registry.change("g" + i % 1_000, entry(i), true);
            registry.change("g" + i % 1_000, entry(i), false);
            if (i % 50_000 == 0) {
                assertTrue(waiting() <= MemberChanges.MOST);
            }
        }
        assertEquals(0, waiting());
    }
}
