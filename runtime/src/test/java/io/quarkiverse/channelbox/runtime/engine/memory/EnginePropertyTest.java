package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.fuzz.Seeds;
import io.quarkiverse.channelbox.runtime.engine.EngineContract;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.time.ManualTime;

/**
 * Groups whose members come and go, that are sent to, flushed and trimmed, within limits that are soon reached: whatever the
 * order, the limits hold, and what is left of a group are its newest messages.
 */
class EnginePropertyTest {

    private static final int STEPS = 300;
    private static final int TTL_MILLIS = 50;
    private static final GroupSettings SETTINGS = EngineContract.settings(10, 1_000, Duration.ofMillis(TTL_MILLIS));

    private static final class Run implements EngineListener {

        private final Random random;
        private final ManualTime time = new ManualTime();
        private final MemoryLimits limits;
        private final LocalEngine engine;
        /** What may still be there, the oldest first: the texts, and when they expire. */
        private final Map<String, List<String>> stored = new HashMap<>();
        private final Map<String, Long> expiries = new HashMap<>();
        private final Map<String, String> ids = new HashMap<>();
        private final Set<String> members = new HashSet<>();
        private int delivered;

        Run(Random random) {
            this.random = random;
            limits = random.nextBoolean() ? Limits.NONE
                    : new MemoryLimits(2_000 + random.nextInt(8_000), 1 + random.nextInt(5), 1 + random.nextInt(5),
                            1 + random.nextInt(3));
            engine = new LocalEngine(this, time, limits);
        }

        @Override
        public int onMessage(Delivery delivery) {
            delivered++;
            return 1;
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
            throw new AssertionError("Nothing is missing on one node");
        }

        void step(int number) {
            String group = "g" + random.nextInt(6);
            switch (random.nextInt(10)) {
                case 0 -> {
                    engine.subscribe(group, ReplayRequest.last(3)).await().indefinitely();
                    members.add(group);
                }
                case 1 -> {
                    engine.unsubscribe(group);
                    members.remove(group);
                }
                case 2 -> time.advanceMillis(random.nextInt(TTL_MILLIS / 2));
                case 3 -> engine.trim();
                case 4 -> {
                    if (random.nextInt(4) == 0) {
                        engine.flushHistory(group).await().indefinitely();
                        stored.remove(group);
                    }
                }
                default -> send(group, number);
            }
            check();
        }

        private void send(String group, int number) {
            String text = number + "x".repeat(random.nextInt(100));
            SendOptions options = SendOptions.defaults().saveHistory(random.nextInt(4) > 0);
            String key = random.nextInt(3) == 0 ? group + random.nextInt(3) : null;
            if (key != null) {
                options = options.idempotencyKey(key);
            }
            int before = delivered;
            Receipt receipt = engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)),
                    EncodedPayload.text(text), options, SETTINGS, options.isSaveHistory())).await().indefinitely();
            boolean isRepeated = delivered == before && key != null;
            if (isRepeated) {
                assertEquals(ids.get(key), receipt.id().orElse("none"));
                assertTrue(expiries.get(key) > time.ticks(), "the key is too old");
            } else {
                assertEquals(options.isSaveHistory(), receipt.stored());
                if (key != null) {
                    boolean isForgotten = !ids.containsKey(key) || expiries.get(key) <= time.ticks();
                    assertTrue(isForgotten || limits != Limits.NONE, "it was sent twice");
                    ids.put(key, receipt.id().orElse("none"));
                    expiries.put(key, time.ticks() + TTL_MILLIS);
                }
                if (receipt.stored()) {
                    stored.computeIfAbsent(group, name -> new ArrayList<>()).add(text);
                    expiries.put(text, time.ticks() + TTL_MILLIS);
                }
            }
        }

        private void check() {
            assertTrue(engine.heapBytes() <= limits.historyBytes(), "too many bytes");
            Set<String> withHistory = engine.groupsWithHistory().await().indefinitely();
            assertTrue(withHistory.size() <= Math.max(limits.groups(), members.size()), "too many groups");
            long messages = 0;
            for (String group : withHistory) {
                // Reading uses a group, which is drawn like all else.
                if (random.nextInt(4) == 0) {
                    messages += checkHistory(group);
                }
            }
            assertTrue(messages <= engine.stored().messages());
        }

        private int checkHistory(String group) {
            List<String> left = engine.history(group, HistoryQuery.all()).await().indefinitely().stream()
                    .map(StoredMessage::text).toList();
            List<String> expected = stored.getOrDefault(group, List.of()).stream()
                    .filter(text -> expiries.get(text) > time.ticks()).collect(Collectors.toList());
            int first = Math.max(0, expected.size() - left.size());
            assertEquals(expected.subList(first, expected.size()), left, "the newest are left");
            if (limits == Limits.NONE) {
                int bytes = 0;
                int newest = 0;
                for (int i = expected.size() - 1; i >= 0 && newest < 10 && bytes <= 1_000; i--) {
                    bytes += expected.get(i).length();
                    newest += bytes <= 1_000 ? 1 : 0;
                }
                assertEquals(newest, left.size(), "nothing else has gone");
            }
            return left.size();
        }
    }

    @Test
    void whatIsLeftAreTheNewestMessagesWithinTheLimits() {
        Seeds.each(200, random -> {
            Run run = new Run(random);
            for (int i = 0; i < STEPS; i++) {
                run.step(i);
            }
        });
    }
}
