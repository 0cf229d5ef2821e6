package io.quarkiverse.channelbox.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.channelbox.ChannelBoxException;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.runtime.message.Target;

class SendFailuresTest {

    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));

    private final SendFailures failures = new SendFailures();
    private final List<LogRecord> log = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(SendFailures.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            log.add(record);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
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
        assertTrue(log.size() >= 1 && log.size() <= 100, log.size() + " lines");
        assertEquals("The message to group 'g' was not sent", log.get(0).getMessage());
        assertEquals(null, log.get(0).getThrown());
    }

    /** One line of a kind a second, and each kind has its own. */
    @Test
    void whatIsWrongWithAMessageIsLoggedWhateverElseFails() {
        failures.record(GROUP, new OverloadedException("too much"));
        for (int i = 0; i < 3; i++) {
            failures.record(GROUP, new PayloadException("too large"));
        }
        assertEquals(List.of("too much", "A message to group 'g' was not sent"),
                log.stream().map(LogRecord::getMessage).toList());
        assertEquals("too large", log.get(1).getThrown().getMessage());
        assertEquals(4, failures.count());
    }
}
