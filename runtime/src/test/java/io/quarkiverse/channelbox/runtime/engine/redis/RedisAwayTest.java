package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkiverse.channelbox.testclient.TcpProxy;

/** Redis away, too slow, not there yet, and full. */
@Tag("long")
@Timeout(300)
class RedisAwayTest extends TwoNodes {

    /** A send that failed is not delivered when Redis goes on. */
    @Test
    void whatRedisTookTooLateIsNeverDelivered() {
        RedisNode impatient = node(server.port(), IMPATIENT);
        impatient.join("g");
        inTime(impatient.send("warm", SAVE));
        server.pause();
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sends.add(impatient.send("late " + i, i % 2 == 0 ? SAVE : SendOptions.defaults()));
        }
        // Longer than a send waits, and its outcome is waited for.
        eventually().until(() -> sends.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        server.resume();
        inTime(impatient.send("on time", SAVE));
        eventually().until(() -> one.texts.contains("on time"));
        assertEquals(List.of("warm", "on time"), one.texts);
        assertEquals(List.of("warm", "on time"), one.history());
    }

    @Test
    void whileRedisIsAwaySendsFailAndJoinsGoOn() {
        RedisNode impatient = node(server.port(), IMPATIENT);
        impatient.join("g");
        server.kill();
        // What is sent before it is noticed may have been done, as far as the node knows.
        eventually().until(() -> impatient.engine.trouble().isPresent());
        EngineUnavailableException waited = failure(impatient.send("x", SAVE));
        assertFalse(waited.isOutcomeUnknown());
        assertTrue(waited.getMessage().contains("group 'g'"), waited.getMessage());
        // It is known to be away by now: nobody waits any more.
        long before = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            failure(impatient.send("x" + i, SAVE));
        }
        assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(30), "1000 sends did not fail at once");
        assertNull(impatient.join("h").position());
        assertThrows(EngineUnavailableException.class, impatient::history);

        server.startAgain();
        eventually().until(() -> impatient.engine.trouble().isEmpty());
        assertTrue(inTime(impatient.send("again", SAVE)).stored());
        eventually().until(() -> one.texts.equals(List.of("again")));
        eventually().until(() -> impatient.texts.equals(List.of("again")));
        // The members of h may have missed something before they were subscribed.
        eventually().until(() -> impatient.gaps.equals(List.of(OptionalLong.empty())));
    }

    /** Redis is slow, and nobody is told that it is away, nor of each member. */
    @Test
    void joinsThatTakeTooLongAreSaidSeldom() {
        RedisNode impatient = node(server.port(), IMPATIENT);
        server.pause();
        try (LogLines said = new LogLines("io.quarkiverse.channelbox")) {
            List<CompletableFuture<LogStart>> starts = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                starts.add(impatient.engine.subscribe("g" + i, ReplayRequest.last(10)).subscribeAsCompletionStage());
            }
            starts.forEach(start -> assertNull(inTime(start).position()));
            assertTrue(said.all().size() < 10, said.all()::toString);
            assertTrue(said.all().get(0).contains("did not answer within " + IMPATIENT.toMillis() + " ms"),
                    said.all()::toString);
        } finally {
            server.resume();
        }
        assertEquals(0, impatient.engine.losses());
        // What they may have missed they are told, each group once.
        eventually().until(() -> impatient.gaps.size() == 10_000);
    }

    @Test
    void anEngineStartsWithoutRedisAndFindsIt() {
        server.kill();
        RedisNode late = new RedisNode();
        CompletableFuture<Void> started = late.start(engines, address(server.port()), prefix, IMPATIENT);
        assertNull(late.join("g").position());
        assertTrue(late.engine.trouble().isPresent());
        assertFalse(started.isDone());
        server.startAgain();
        inTime(started);
        inTime(one.send("hello", SAVE));
        eventually().until(() -> late.texts.equals(List.of("hello")));
    }

    /** Whoever sends as soon as Redis is there is reached itself, however late Redis learns what the node subscribes to. */
    @Test
    void theFirstMessageToAllComesBack() {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            proxy.hold("subscribe");
            RedisNode late = new RedisNode();
            CompletableFuture<Void> started = late.start(engines, address(proxy.port()), prefix, FOR_EVER);
            eventually().until(proxy::isHolding);
            CompletableFuture<Receipt> send = late.send(new Target(Target.Kind.UNION, List.of("g")), "x",
                    SendOptions.defaults(), null);
            // Longer than the send would take.
            inTime(one.send("y", SAVE));
            assertFalse(started.isDone());
            proxy.release();
            assertEquals(1, inTime(send).deliveredHere());
            eventually().until(() -> one.texts.equals(List.of("y", "x")));
        }
    }

    @Test
    void aFullRedisRefusesWhatIsStored() {
        inTime(one.send("1", SAVE));
        // Less than it takes for itself.
        server.command("CONFIG", "SET", "maxmemory", "100kb");
        EngineUnavailableException failure = failure(one.send("2", SAVE));
        assertTrue(failure.getMessage().contains("OOM"), failure.getMessage());
        assertFalse(inTime(one.send("not stored", SendOptions.defaults())).stored());
        server.command("CONFIG", "SET", "maxmemory", "0");
        assertTrue(inTime(one.send("3", SAVE)).id().orElseThrow().endsWith(":2"));
        eventually().until(() -> two.texts.equals(List.of("1", "not stored", "3")));
        assertEquals(List.of("1", "3"), one.history());
    }
}
