package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
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

/** What all groups together take has a bound; those that nobody uses give first, and whoever comes back is told. */
class MemoryLimitsTest {

    private static final SendOptions SAVE = SendOptions.saveHistory();
    private static final int MANY = Integer.MAX_VALUE;
    private static final String KILOBYTE = "x".repeat(1_000);

    private final ManualTime time = new ManualTime();
    private GroupSettings settings = EngineContract.settings(1_000, 1_000_000, null);
    private final List<String> delivered = Collections.synchronizedList(new ArrayList<>());
    private LocalEngine engine;

    private void limits(long bytes, int groups, int keys, int keysOfGroup) {
        engine = new LocalEngine(new EngineListener() {
            @Override
            public int onMessage(Delivery delivery) {
                delivered.add(delivery.payload().text());
                return 1;
            }

            @Override
            public void onGap(String group, OptionalLong missed) {
                throw new AssertionError("Nothing is missing");
            }
        }, time, new MemoryLimits(bytes, groups, keys, keysOfGroup));
    }

    private Receipt send(String group, String text, SendOptions options) {
        return engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)), EncodedPayload.text(text), options,
                settings, options.isSaveHistory())).await().indefinitely();
    }

    private String store(String group, String text) {
        return send(group, text, SAVE).id().orElseThrow();
    }

    private List<StoredMessage> history(String group) {
        return engine.history(group, HistoryQuery.all()).await().indefinitely();
    }

    private Set<String> groups() {
        return engine.groupsWithHistory().await().indefinitely();
    }

    private LogStart resume(String group, String after) {
        return engine.subscribe(group, ReplayRequest.after(LogPosition.of(after), 1_000)).await().indefinitely();
    }

    // ---- bytes ----

    /** Twenty messages, and what their groups take, about. */
    private void limitOfTwentyMessages() {
        limits(20 * 1_256 + 4_000, MANY, MANY, MANY);
    }

    @Test
    void theOldestMessagesOfTheGroupThatWasNotUsedGoFirst() {
        limitOfTwentyMessages();
        for (int i = 0; i < 9; i++) {
            store("sent-to", KILOBYTE);
            store("read", KILOBYTE);
        }
        String first = store("idle", KILOBYTE);
        store("idle", KILOBYTE);
        assertEquals(0, engine.evicted());
        history("read");
        store("sent-to", KILOBYTE);
        store("sent-to", KILOBYTE);
        assertEquals(1, history("idle").size());
        assertEquals(1, resume("idle", first).position().offset());
        store("sent-to", KILOBYTE);
        store("sent-to", KILOBYTE);
        assertEquals(List.of(7, 13), List.of(history("read").size(), history("sent-to").size()));
        assertEquals(3, engine.evicted());
        assertTrue(engine.heapBytes() <= 20 * 1_256 + 4_000);
    }

    @Test
    void whoComesBackIsToldOfWhatHasGone() {
        limitOfTwentyMessages();
        String first = store("g", KILOBYTE);
        for (int i = 0; i < 4; i++) {
            store("g", KILOBYTE);
        }
        String last = store("g", KILOBYTE);
        for (int i = 0; i < 19; i++) {
            store("busy", KILOBYTE);
        }
        int left = history("g").size();
        assertTrue(left > 0 && left < 5, left + " are left");
        LogStart start = resume("g", first);
        assertEquals(Optional.of(false), start.recovered());
        assertEquals(OptionalLong.of(5 - left), start.missed());
        assertEquals(Optional.of(true), resume("g", last).recovered());
    }

    /** One group may have it all, and keeps its newest. */
    @Test
    void theOnlyGroupGivesItself() {
        limitOfTwentyMessages();
        for (int i = 0; i < 100; i++) {
            store("g", KILOBYTE + i);
        }
        List<StoredMessage> left = history("g");
        assertTrue(left.size() > 15 && left.size() <= 22, left.size() + " are left");
        assertEquals(KILOBYTE + 99, left.get(left.size() - 1).text());
        assertEquals(100, left.size() + engine.evicted());
    }

    @Test
    void whatIsLargerThanTheBoundIsRefused() {
        limitOfTwentyMessages();
        store("g", KILOBYTE);
        PayloadException refused = assertThrows(PayloadException.class, () -> store("g", "x".repeat(30_000)));
        assertTrue(refused.getMessage().contains("quarkus.channel-box.max-history-bytes"), refused.getMessage());
        assertEquals(List.of(KILOBYTE), delivered);
        assertEquals(1, history("g").size());
        send("g", "x".repeat(30_000), SendOptions.defaults());
        assertEquals(2, delivered.size());
    }

    /** Whatever removes messages makes room. */
    @Test
    void nothingIsLeftOfWhatIsGone() {
        limits(MANY, MANY, MANY, MANY);
        settings = EngineContract.settings(3, 1_000_000, Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            send("flushed", "x", SAVE.event("event").attribute("key", "value"));
            send("expires", "x", SAVE.event("event").attribute("key", "value"));
        }
        assertTrue(engine.heapBytes() > 0);
        engine.flushHistory("flushed").await().indefinitely();
        time.advanceMillis(1_000);
        assertEquals(3, engine.trim());
        assertEquals(0, engine.heapBytes());
        assertEquals(0, engine.evicted());
    }

    @Test
    void holdsForWhateverComesAtOnce() throws Exception {
        limitOfTwentyMessages();
        settings = EngineContract.settings(10, 1_000_000, Duration.ofMillis(20));
        EngineContract.inParallel(6, thread -> {
            for (int i = 0; i < 3_000; i++) {
                String group = "g" + (i + thread) % 7;
                switch (i % 5) {
                    case 0, 1, 2 -> send(group, KILOBYTE, i % 2 == 0 ? SAVE : SAVE.idempotencyKey(thread + "-" + i));
                    case 3 -> {
                        history(group);
                        time.advanceMillis(1);
                        engine.trim();
                    }
                    default -> engine.flushHistory(group).await().indefinitely();
                }
                // One message of each thread may be too much for a moment.
                assertTrue(engine.heapBytes() <= 27 * 1_256 + 6 * 700 + 4_000, "" + engine.heapBytes());
            }
        });
        assertTrue(engine.heapBytes() <= 20 * 1_256 + 4_000);
        time.advance(Duration.ofMinutes(1));
        engine.trim();
        assertEquals(0, engine.heapBytes());
    }

    // ---- idempotency keys ----

    private boolean isSentAgain(String group, String key) {
        int before = delivered.size();
        send(group, "again", SendOptions.defaults().idempotencyKey(key));
        return delivered.size() > before;
    }

    @Test
    void ofTheKeysOfAGroupTheOldestGoFirst() {
        limits(MANY, MANY, MANY, 3);
        for (int i = 0; i < 5; i++) {
            send("g", "m", SAVE.idempotencyKey("k" + i));
        }
        assertEquals(false, isSentAgain("g", "k2"));
        assertEquals(false, isSentAgain("g", "k4"));
        assertTrue(isSentAgain("g", "k1"));
        assertTrue(isSentAgain("g", "k2"));
    }

    @Test
    void ofAllKeysThoseOfTheGroupThatWasNotUsedGoFirst() {
        limits(MANY, MANY, 4, MANY);
        send("idle", "m", SAVE.idempotencyKey("1"));
        send("idle", "m", SAVE.idempotencyKey("2"));
        send("busy", "m", SAVE.idempotencyKey("3"));
        send("busy", "m", SAVE.idempotencyKey("4"));
        send("busy", "m", SAVE.idempotencyKey("5"));
        for (String key : List.of("3", "4", "5")) {
            assertEquals(false, isSentAgain("busy", key));
        }
        assertEquals(false, isSentAgain("idle", "2"));
        assertTrue(isSentAgain("idle", "1"));
        // A key is no message: no history has lost one.
        assertEquals(2, history("idle").size());
        assertEquals(0, engine.evicted());
    }

    // ---- groups ----

    @Test
    void groupsThatNobodyIsInAreForgottenForOthers() {
        limits(MANY, 3, MANY, MANY);
        engine.subscribe("occupied", ReplayRequest.last(0));
        String before = store("occupied", "x");
        String forgotten = store("a", "x");
        store("b", "x");
        store("c", "x");
        assertEquals(Set.of("occupied", "b", "c"), groups());
        history("b");
        engine.subscribe("d", ReplayRequest.last(0));
        assertEquals(Set.of("occupied", "b"), groups());
        engine.subscribe("e", ReplayRequest.last(0));
        assertEquals(Set.of("occupied"), groups());
        assertEquals(Optional.of(true), resume("occupied", before).recovered());
        // What there was is told, as long as its numbering is known.
        assertEquals(2, LogPosition.of(store("a", "y")).offset());
        assertNotEquals(forgotten, store("a", "z"));
        assertEquals(Optional.of(false), resume("a", forgotten).recovered());
    }
}
