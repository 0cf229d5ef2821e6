package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;

/** Two nodes with members of the group g, and others as a test needs them. */
abstract class TwoNodes extends RedisFixture {

    static final SendOptions SAVE = SendOptions.saveHistory();
    /** Shorter than Redis is away, and long enough to connect and send. */
    static final Duration IMPATIENT = Duration.ofSeconds(4);
    /** Whoever waits for that waits in vain. */
    static final Duration FOR_EVER = Duration.ofMinutes(10);

    RedisNode one;
    RedisNode two;

    @BeforeEach
    void start() {
        one = node(server.port(), PATIENT);
        two = node(server.port(), PATIENT);
        one.join("g");
        two.join("g");
    }

    RedisNode node(int port, Duration timeout) {
        RedisNode node = new RedisNode();
        inTime(node.start(engines, address(port), prefix, timeout));
        return node;
    }

    static EngineUnavailableException failure(CompletableFuture<Receipt> send) {
        CompletionException failure = assertThrows(CompletionException.class, () -> inTime(send));
        return assertInstanceOf(EngineUnavailableException.class, failure.getCause());
    }

    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
