package io.quarkiverse.channelbox.runtime.ask;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.netty.channel.EventLoop;
import io.quarkiverse.channelbox.concurrency.Stubs;
import io.quarkiverse.channelbox.concurrency.Threads;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.ConnectionEvents;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.Positions;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.simulation.Beans;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.config.WebSocketsServerRuntimeConfig;
import io.vertx.core.Vertx;

/** Answers, ends of connections and the end of the time at once: each answer counts once, and a question ends once. */
class QuestionConcurrencyTest {

    private static final int ROUNDS = 5_000;
    private static final List<Connection> CONNECTIONS = connections();

    private static List<Connection> connections() {
        Lanes lanes = new Beans().bind(Vertx.class, Stubs.of(Vertx.class)).bind(ValidatedConfig.class, TestConfig.of())
                .bind(TimeSource.class, new ManualTime()).bind(Counts.class, new NoCounts())
                .bind(WebSocketsServerRuntimeConfig.class, Stubs.of(WebSocketsServerRuntimeConfig.class))
                .bind(VertxHttpConfig.class, Stubs.of(VertxHttpConfig.class)).get(Lanes.class);
        return IntStream.range(0, 3).mapToObj(i -> new Connection(Stubs.of(WebSocketConnection.class, Map.of("id", "c" + i)),
                Optional.empty(), Optional.empty(), Positions.NONE, lanes.lane(Stubs.of(EventLoop.class)),
                Stubs.of(ConnectionEvents.class))).toList();
    }

    /** A question to three connections. */
    private static final class Asking {

        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicInteger early = new AtomicInteger();
        private final OpenQuestion question = new OpenQuestion("q", CONNECTIONS, answer -> answers.incrementAndGet(),
                (ended, isLate) -> {
                    ends.incrementAndGet();
                    if (!isLate && answers.get() + gone() < CONNECTIONS.size()) {
                        early.incrementAndGet();
                    }
                });
        private final AtomicInteger gone = new AtomicInteger();

        private int gone() {
            return gone.get();
        }

        boolean answer(int connection) {
            return question.answered(CONNECTIONS.get(connection), null);
        }

        boolean goes(int connection) {
            gone.incrementAndGet();
            boolean wasMissing = question.gone(CONNECTIONS.get(connection));
            if (!wasMissing) {
                gone.decrementAndGet();
            }
            return wasMissing;
        }

        /** All have answered or are gone. */
        String state() {
            for (int i = 0; i < CONNECTIONS.size(); i++) {
                goes(i);
            }
            return answers.get() + " answers, " + ends.get() + " ends, " + early.get() + " too early";
        }
    }

    @Test
    void endsOnceAndAfterItsAnswers() {
        Threads<Asking> threads = new Threads<>(Asking::new, Asking::state);
        for (int i = 0; i < CONNECTIONS.size(); i++) {
            int connection = i;
            threads.call("answer of " + i, (asking, thread) -> asking.answer(connection))
                    .call("end of " + i, (asking, thread) -> asking.goes(connection));
        }
        threads.areSteps(ROUNDS);
    }
}
