package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.TcpProxy;

/** How long, how many and how much waits for Redis, and in how many steps it goes there. */
@Timeout(300)
class RedisLimitsTest extends TwoNodes {

    /** Redis does it, and says so too late for anybody to know. */
    @Test
    void withoutAReplyTheOutcomeIsUnknown() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            RedisNode deaf = node(proxy.port(), IMPATIENT);
            // Redis has the script from now on, and need not be sent it.
            inTime(deaf.send("first", SAVE));
            proxy.holdAnswers();
            EngineUnavailableException failure = failure(deaf.send("done", SAVE));
            assertTrue(failure.isOutcomeUnknown());
            assertTrue(failure.getMessage().contains("group 'g'"), failure.getMessage());
            eventually().until(() -> one.texts.equals(List.of("first", "done")));
            assertEquals(1, deaf.engine.failures());
        }
    }

    @Test
    void onlySoManyMessagesWait() {
        server.pause();
        List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(one.send("" + i, SendOptions.defaults()));
        }
        assertEquals(10_000, one.engine.pending());
        CompletableFuture<Receipt> tooMany = one.send("too many", SendOptions.defaults());
        assertTrue(tooMany.isDone());
        EngineUnavailableException failure = failure(tooMany);
        assertTrue(failure.getMessage().contains("10000 messages are waiting for Redis already"), failure.getMessage());
        assertFalse(failure.isOutcomeUnknown());
        server.resume();
        waiting.forEach(TwoNodes::inTime);
        eventually().until(() -> two.texts.size() >= 10_000);
        assertEquals(numbers(0, 10_000), two.texts);
        // There is room again.
        inTime(one.send("last", SendOptions.defaults()));
    }

    @Test
    void onlySoManyBytesWait() {
        String megabyte = "x".repeat(1 << 20);
        server.pause();
        List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
        // With what comes with each message the 64th does not fit in.
        for (int i = 0; i < 63; i++) {
            waiting.add(one.send(megabyte, SendOptions.defaults()));
        }
        CompletableFuture<Receipt> tooMuch = one.send(megabyte, SendOptions.defaults());
        assertTrue(tooMuch.isDone());
        EngineUnavailableException failure = failure(tooMuch);
        assertTrue(failure.getMessage().contains("63 messages are waiting for Redis already"), failure.getMessage());
        waiting.add(one.send("small", SendOptions.defaults()));
        server.resume();
        waiting.forEach(TwoNodes::inTime);
        eventually().until(() -> two.texts.size() >= 64);
        assertEquals(64, two.texts.size());
        assertEquals("small", two.texts.get(63));
    }

    /** What comes while Redis is busy goes there in few steps, in the order in which it came. */
    @Test
    void messagesOfAGroupShareRoundTrips() {
        inTime(one.send("first", SAVE));
        int before = calls("evalsha");
        server.pause();
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sends.add(one.send("" + i, SAVE));
        }
        server.resume();
        sends.forEach(TwoNodes::inTime);
        int calls = calls("evalsha") - before;
        assertTrue(calls <= 20, calls + " calls for 1000 messages");
        assertEquals(numbers(0, 1_000), one.history().subList(1, 1_001));
    }
}
