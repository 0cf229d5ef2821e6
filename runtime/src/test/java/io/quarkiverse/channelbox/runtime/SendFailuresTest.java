package io.quarkiverse.channelbox.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.channelbox.ChannelBoxException;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.testclient.LogLines;

class SendFailuresTest {

    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));

    private final SendFailures failures = new SendFailures();
    private final LogLines log = new LogLines(SendFailures.class.getName());

    @AfterEach
    void stop() {
        log.close();
    }

    static List<ChannelBoxException> outages() {
        String message = "The message to group 'g' was not sent";
        return List.of(new EngineUnavailableException(message, null), new OverloadedException(message));
    }

    /** Not as many lines as there are sends while Redis is away or sockets are slow, and none with a stack trace. */
    @ParameterizedTest
    @MethodSource("outages")
    void anOutageDoesNotFloodTheLog(ChannelBoxException failure) {
        for (int i = 0; i < 10_000; i++) {
            failures.record(GROUP, failure);
        }
        assertEquals(10_000, failures.count());
        List<String> lines = log.all();
        assertTrue(lines.size() >= 1 && lines.size() <= 100, lines.size() + " lines");
        assertEquals("WARN The message to group 'g' was not sent", lines.get(0));
    }

    /** One line of a kind a second, and each kind has its own. */
    @Test
    void whatIsWrongWithAMessageIsLoggedWhateverElseFails() {
        long begun = System.nanoTime();
        failures.record(GROUP, new OverloadedException("too much"));
        for (int i = 0; i < 3; i++) {
            failures.record(GROUP, new PayloadException("too large"));
        }
        List<String> lines = log.all();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertTrue(lines.size() >= 2 && lines.size() <= 2 + seconds, lines::toString);
        assertEquals("WARN too much", lines.get(0));
        assertTrue(lines.get(1).startsWith("WARN A message to group 'g' was not sent: " + PayloadException.class.getName()
                + ": too large"), lines::toString);
        assertEquals(4, failures.count());
    }
}
