package io.quarkiverse.channelbox.runtime.time;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.LogLines;
import io.vertx.core.Vertx;

class OperatorLogTest {

    private final Vertx vertx = Vertx.vertx();
    private final ManualTime time = new ManualTime();
    private final OperatorLog log = new OperatorLog(time, vertx);
    private final LogLines said = new LogLines(OperatorLog.CATEGORY);
    private final List<String> lines = said.all();
    private final Logger logger = Logger.getLogger(OperatorLog.CATEGORY);

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        said.close();
        logger.setUseParentHandlers(true);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Whoever looks at the log at once sees it, and nothing goes uncounted. */
    @Test
    void theFirstIsSaidAtOnceAndTheOthersAreCounted() {
        for (int i = 0; i < 100; i++) {
            int number = i;
            log.warn("a", () -> "a " + number);
            log.info("b", () -> "b " + number);
        }
        assertEquals(List.of("WARN a 0", "INFO b 0"), lines);
        time.advance(Duration.ofSeconds(10));
        log.warn("a", () -> "a again");
        assertEquals("WARN a again (99 more of the kind since the line before)", lines.get(2));
        log.flush();
        assertEquals("INFO b 99 (98 more of the kind since the line before)", lines.get(3));
        log.flush();
        assertEquals(4, lines.size(), "there is nothing more to say");
    }

    /** Also if nothing of the kind happens any more. */
    @Test
    void theCountComesByItself() {
        OperatorLog quick = new OperatorLog(time, vertx, 50);
        for (int i = 0; i < 3; i++) {
            quick.warn("a", () -> "a");
        }
        time.advance(Duration.ofMillis(50));
        await().until(() -> lines.size() == 2);
        assertEquals("WARN a (1 more of the kind since the line before)", lines.get(1));
    }

    @Test
    void manyThreads() {
        IntStream.range(0, 100_000).parallel().forEach(i -> log.warn("a", () -> "a"));
        log.flush();
        // Whoever says the first line counts those with it that come at that moment.
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.stream().allMatch(line -> line.startsWith("WARN a")), lines::toString);
        assertEquals(100_000, LogLines.times(lines), lines::toString);
    }

    /** Should a kind ever be made of what clients send, the log is still not theirs. */
    @Test
    void kindsAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            log.warn(i, () -> "kind " + number);
        }
        assertTrue(lines.size() <= 101, lines.size() + " lines");
    }
}
