package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.vertx.core.Vertx;

class RedisCallsTest {

    private static final long TIMEOUT_MILLIS = Duration.ofMinutes(5).toMillis();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aQuestionThatCannotBeAskedFailsAtOnce() {
        RedisCalls calls = new RedisCalls(new EngineLoop(vertx), TIMEOUT_MILLIS);
        EngineUnavailableException failure = assertThrows(EngineUnavailableException.class,
                () -> calls.ask("Groups were not counted", () -> {
                    throw new IllegalStateException("a fault");
                }).await().atMost(Duration.ofSeconds(30)));
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertEquals("Groups were not counted: Redis cannot be used: java.lang.IllegalStateException: a fault",
                failure.getMessage());
    }
}
