package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.concurrency.Threads;
import io.quarkiverse.channelbox.runtime.engine.EngineContract;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.smallrye.mutiny.Uni;

/** The logs of groups, whatever threads send, read, join, flush and trim at once. */
class LogConcurrencyTest {

    private static final int ROUNDS = 1_000;

    /** An engine of which results are told without the epoch, which differs from run to run. */
    private static final class Log implements EngineListener {

        private static final GroupSettings SETTINGS = EngineContract.settings(3, 1_000_000, Duration.ofSeconds(2));
        private static final SendOptions SAVE = SendOptions.saveHistory();

        private final ManualTime time = new ManualTime();
        /** Each group's calls come one after the other. */
        private final StringBuffer delivered = new StringBuffer();
        /**
         * By thread, what had been delivered when the engine last asked for the time: at a join it does so in that very step.
         */
        private final ThreadLocal<String> deliveredBefore = new ThreadLocal<>();
        /** By group, of the log that has its messages, if it has any. */
        private final Map<String, String> epochs = new ConcurrentHashMap<>();
        private final LocalEngine engine;

        Log(MemoryLimits limits) {
            engine = new LocalEngine(this, new TimeSource() {
                @Override
                public Instant now() {
                    return time.now();
                }

                @Override
                public long ticks() {
                    deliveredBefore.set(delivered.toString());
                    return time.ticks();
                }
            }, limits);
        }

        @Override
        public int onMessage(Delivery delivery) {
            epochs.put(delivery.target().name(), delivery.position().epoch());
            delivered.append(delivery.target()).append(delivery.payload().text()).append('@')
                    .append(delivery.position().offset()).append(' ');
            return 1;
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
            throw new AssertionError("Nothing is missing");
        }

        String publish(String group, String message, SendOptions options) {
            Receipt receipt = now(engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)),
                    EncodedPayload.text(message), options, SETTINGS, options.isSaveHistory())));
            return receipt.id().map(id -> "" + LogPosition.of(id).offset()).orElse("-") + " to " + receipt.deliveredHere();
        }

        private static <T> T now(Uni<T> result) {
            return result.await().indefinitely();
        }

        private static String texts(List<StoredMessage> messages) {
            return String.join(" ", messages.stream().map(each -> each.text() + "@" + each.position().offset()).toList());
        }

        String history(String group) {
            return texts(now(engine.history(group, HistoryQuery.all())));
        }

        String read(String group) {
            LogPosition upTo = new LogPosition(epochs.getOrDefault(group, "none"), Long.MAX_VALUE);
            return texts(now(engine.read(group, new LogPosition("none", 0), upTo, 1)).messages());
        }

        /** Where a new member begins: what is delivered from then on follows what it reads. */
        String join(String group) {
            LogStart start = now(engine.subscribe(group, ReplayRequest.last(1)));
            return start.position().offset() + " to " + start.end().offset() + " after " + deliveredBefore.get();
        }

        Object leave(String group) {
            engine.unsubscribe(group);
            return "";
        }

        Object passTime() {
            time.advance(Duration.ofSeconds(1));
            return "";
        }

        String state() {
            return delivered + "; " + history("g") + "; " + history("h") + "; " + engine.stored() + "; " + engine.heapBytes();
        }

        /** After all time has passed: what the logs take together is nothing. */
        String stateAtEnd() {
            leave("g");
            leave("h");
            time.advance(Duration.ofHours(1));
            engine.trim();
            return engine.stored() + " " + engine.heapBytes() + " " + now(engine.groupsWithHistory());
        }
    }

    private static Threads<Log> threads(MemoryLimits limits, Function<Log, Object> end, String... groups) {
        Threads<Log> threads = new Threads<>(() -> new Log(limits), end);
        for (String group : groups) {
            threads.call("store " + group, (log, thread) -> log.publish(group, "m" + thread, Log.SAVE))
                    .call("send " + group, (log, thread) -> log.publish(group, "m" + thread, SendOptions.defaults()))
                    // Who is first has it stored; all others get the id of that message.
                    .call("store once " + group,
                            (log, thread) -> log.publish(group, "k" + thread, Log.SAVE.idempotencyKey("key")))
                    .call("history " + group, (log, thread) -> log.history(group))
                    .call("read " + group, (log, thread) -> log.read(group))
                    .call("join " + group, (log, thread) -> log.join(group))
                    .call("leave " + group, (log, thread) -> log.leave(group))
                    .call("flush " + group, (log, thread) -> Log.now(log.engine.flushHistory(group)));
        }
        return threads.call("trim", (log, thread) -> log.engine.trim()).call("pass time", (log, thread) -> log.passTime());
    }

    /** Of one group: that nobody sees a part of a call is what replay, resume and idempotency keys rest on. */
    @Test
    void eachCallIsOneStepToAllWhoLook() {
        threads(Limits.NONE, Log::state, "g").areSteps(ROUNDS);
    }

    /** What two groups take together is within its limits, and is what they have. */
    @Test
    void whatAllTakeIsAccountedFor() {
        long bytes = 2 * HeapCost.group("g", MessageRing.SMALLEST) + 600;
        threads(new MemoryLimits(bytes, 1, 1, 1), log -> {
            String taken = log.engine.heapBytes() <= bytes ? "" : log.engine.heapBytes() + " bytes; ";
            return taken + log.stateAtEnd();
        }, "g", "h").endAlike(3 * ROUNDS);
    }
}
