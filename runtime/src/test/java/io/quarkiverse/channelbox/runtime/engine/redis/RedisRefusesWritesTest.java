package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.WritesRefused;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.testclient.LogLines;

/** A server that has no memory left, or too few replicas, is there: who stores is told, and the rest goes on. */
@Tag("long")
@Timeout(300)
class RedisRefusesWritesTest extends TwoNodes {

    private final LogLines log = new LogLines(OperatorLog.CATEGORY);

    @AfterEach
    void stopListening() {
        log.close();
    }

    private void configure(String name, String value) {
        assertEquals("+OK\r\n", server.command("CONFIG", "SET", name, value));
    }

    @ParameterizedTest
    @CsvSource({ "maxmemory, 1, 0, OOM", "min-replicas-to-write, 1, 0, NOREPLICAS" })
    void storedSendsFailAndOthersGoOn(String setting, String refusing, String normal, String error) {
        inTime(one.send("stored before", SAVE));
        assertEquals(Optional.empty(), one.engine.writesRefused());
        configure(setting, refusing);
        for (int i = 0; i < 50; i++) {
            EngineUnavailableException failure = failure(one.send("refused", SAVE));
            assertTrue(failure.getMessage().contains("group 'g' was not sent: Redis refuses to be written to: "),
                    failure.getMessage());
            assertTrue(failure.getMessage().contains(error), failure.getMessage());
            assertFalse(failure.isOutcomeUnknown());
        }
        WritesRefused refused = one.engine.writesRefused().orElseThrow();
        assertTrue(refused.reason().contains(error), refused.reason());
        assertEquals(Optional.empty(), one.engine.trouble());
        inTime(one.send("not stored", SendOptions.defaults()));
        eventually().until(() -> two.texts.equals(List.of("stored before", "not stored")));
        // The server is the same for whoever does not send, and a lease is a write.
        eventually().until(() -> two.engine.writesRefused().isPresent());
        // It is known before it is said.
        eventually().until(() -> log.all().size() >= 2);
        List<String> lines = List.copyOf(log.all());
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.stream().allMatch(line -> line.startsWith("WARN Redis refuses to be written to: ")
                && line.contains(error)), lines::toString);

        configure(setting, normal);
        eventually().until(() -> one.engine.writesRefused().isEmpty() && two.engine.writesRefused().isEmpty());
        eventually().until(() -> log.all().size() == 4);
        assertTrue(log.all().stream().skip(2).allMatch("INFO Redis takes writes again"::equals), log.all()::toString);
        inTime(one.send("stored after", SAVE));
        assertEquals(List.of("stored before", "stored after"), one.history());
    }

    /** At a bound some messages fit and others do not: that is one outage, not many. */
    @Test
    void whatIsOverForAMomentIsNotOver() {
        long begun = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            configure("maxmemory", "1");
            failure(one.send("refused", SAVE));
            configure("maxmemory", "0");
            inTime(one.send("stored", SAVE));
            boolean isRefused = one.engine.writesRefused().isPresent();
            List<String> warnings = log.with("WARN ");
            // From then on it may have been found to be over.
            assumeTrue(System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(RefusedWrites.PROBE_MILLIS),
                    "This machine is too slow");
            assertTrue(isRefused);
            assertEquals(1, warnings.size(), warnings::toString);
        }
        eventually().until(() -> one.engine.writesRefused().isEmpty());
    }

    @Test
    void thoseThatComeHereFindOutLater() {
        configure("maxmemory", "1");
        RedisNode late = node(server.port(), PATIENT);
        late.join("g");
        inTime(late.send("hello", SendOptions.defaults()));
        eventually().until(() -> one.texts.equals(List.of("hello")) && late.texts.equals(List.of("hello")));
        eventually().until(() -> late.engine.writesRefused().isPresent());
    }

    @Test
    void whatErrorsAreMeant() {
        assertEquals("OOM command not allowed", RefusedWrites.reason("OOM command not allowed."));
        assertEquals("OOM command not allowed",
                RefusedWrites.reason("ERR Error running script: @user_script: 39: -OOM command not allowed.\r\n"));
        assertEquals("MISCONF Redis cannot save", RefusedWrites.reason("MISCONF Redis cannot save"));
        assertEquals("NOREPLICAS Not enough", RefusedWrites.reason("NOREPLICAS Not enough"));
        for (String error : List.of("WRONGTYPE Operation", "ERR no such key", "READONLY You can't write", "ZOOM in")) {
            assertNull(RefusedWrites.reason(error), error);
        }
    }

    /** In a cluster the key for the trial is where the other one is. */
    @Test
    void theTrialIsWrittenWhereTheRefusalCameFrom() {
        RedisKeys keys = new RedisKeys("p:", 0);
        assertEquals("p:probe:{a}", keys.probe(keys.meta("a")));
        assertEquals("p:probe:{p:groups}", keys.probe(keys.groups()));
        RedisKeys tagged = new RedisKeys("{p}:", 0);
        assertEquals("{p}:probe:{p}", tagged.probe(tagged.meta("a")));
    }
}
