package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineContract;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** What only an engine in memory can promise, or be tested for by moving the time. */
class LocalEngineTest extends EngineContract {

    @Override
    protected Engine engine(EngineListener listener, TimeSource time) {
        return new LocalEngine(listener, time, Limits.NONE);
    }

    @Override
    protected int trim() {
        return engine.trim();
    }

    @Test
    void ofGroupsWithoutMembersAndHistoryOnlySomeAreRemembered() {
        settings = settings(100, 1_000_000, Duration.ofSeconds(1));
        String before = store("x");
        time.advanceMillis(1_000);
        engine.trim();
        String after = store("y");
        assertEquals(epoch(before), epoch(after));
        assertEquals(2, offset(after));
        leave("g");
        time.advanceMillis(1_000);
        engine.trim();
        for (int i = 0; i < Logs.MAX_IDLE; i++) {
            slice("other" + i, 0);
            engine.unsubscribe("other" + i);
        }
        String forgotten = store("z");
        assertNotEquals(epoch(before), epoch(forgotten));
        assertEquals(List.of("z"), texts(HistoryQuery.all().after(before)));
    }

    @Test
    void aClockThatIsSetBackKeepsNothing() {
        settings = settings(100, 1_000_000, Duration.ofMinutes(1));
        Receipt first = send("g", "once", SAVE.idempotencyKey("k"));
        time.set(Duration.ofDays(-1));
        assertEquals(first, send("g", "again", SAVE.idempotencyKey("k")));
        store("y");
        assertEquals(List.of("once", "y"), all());
        time.advance(Duration.ofMinutes(1));
        assertEquals(List.of(), all());
        assertEquals(2, engine.trim());
        assertNotEquals(first, send("g", "now", SAVE.idempotencyKey("k")));
    }

    @Test
    void aClockThatIsSetForwardRemovesNothing() {
        settings = settings(100, 1_000_000, Duration.ofMinutes(1));
        Receipt first = send("g", "once", SAVE.idempotencyKey("k"));
        time.set(Duration.ofDays(1));
        assertEquals(first, send("g", "again", SAVE.idempotencyKey("k")));
        assertEquals(0, engine.trim());
        assertEquals(List.of("once"), all());
        time.advance(Duration.ofMinutes(1));
        assertEquals(1, engine.trim());
    }

    @Test
    void aKeyIsForgottenAfterFiveMinutes() {
        Receipt first = send("g", "once", SAVE.idempotencyKey("k"));
        time.advance(Duration.ofMinutes(5));
        Receipt second = send("g", "again", SAVE.idempotencyKey("k"));
        assertNotEquals(first, second);
        time.advance(Duration.ofMinutes(5).minusMillis(1));
        assertEquals(second, send("g", "a third time", SAVE.idempotencyKey("k")));
        time.advanceMillis(1);
        send("g", "now", SAVE.idempotencyKey("k"));
        assertEquals(List.of("once", "again", "now"), all());
    }

    @Test
    void aKeyIsRememberedAsLongAsTheHistory() {
        settings = settings(100, 1_000_000, Duration.ofSeconds(1));
        send("g", "once", SAVE.idempotencyKey("k"));
        time.advanceMillis(999);
        send("g", "again", SAVE.idempotencyKey("k"));
        assertEquals(1, deliveries.size());
        time.advanceMillis(1);
        send("g", "again", SAVE.idempotencyKey("k"));
        assertEquals(2, deliveries.size());
    }

    /** A key is remembered although nothing is stored, through a flush and through a trim, and then forgotten. */
    @Test
    void aKeyOutlivesWhatItSent() {
        Receipt first = send("g", "once", SendOptions.defaults().idempotencyKey("k"));
        flush("g");
        time.advance(Duration.ofMinutes(4));
        engine.trim();
        send("g", "x", SAVE.ttl(Duration.ofSeconds(1)));
        time.advance(Duration.ofSeconds(59));
        assertEquals(1, engine.trim());
        assertEquals(2, deliveries.size());
        assertEquals(first, send("g", "again", SendOptions.defaults().idempotencyKey("k")));
        assertEquals(2, deliveries.size());
        time.advanceMillis(1_000);
        assertEquals(0, engine.trim());
        send("g", "again", SendOptions.defaults().idempotencyKey("k"));
        assertEquals(3, deliveries.size());
    }

    /** Nobody sees a message in the history that was not handed over, or the reverse. */
    @Test
    void toStoreAndToHandOverIsOneStep() throws Exception {
        Set<String> handedOver = ConcurrentHashMap.newKeySet();
        listener = delivery -> {
            handedOver.add(delivery.payload().text());
            return 1;
        };
        settings = settings(10, 1_000_000, null);
        inParallel(3, thread -> {
            for (int i = 0; i < 3_000; i++) {
                if (thread == 0) {
                    send("g", "" + i, SAVE);
                } else {
                    for (StoredMessage message : engine.history("g", HistoryQuery.last(1)).await().indefinitely()) {
                        assertTrue(handedOver.contains(message.text()));
                    }
                }
            }
        });
        assertEquals(3_000, handedOver.size());
    }

    /** Joins, leaves, sends with and without history, flushes and trims at once: nothing fails and no id comes twice. */
    @Test
    void everythingAtOnce() throws Exception {
        settings = settings(20, 1_000, Duration.ofMillis(50));
        Set<String> ids = ConcurrentHashMap.newKeySet();
        inParallel(6, thread -> {
            for (int i = 0; i < 2_000; i++) {
                String group = "g" + i % 4;
                switch (thread) {
                    case 0, 1 -> assertTrue(ids.add(group + send(group, "x", SAVE).id().orElseThrow()));
                    case 2 -> send(group, "x", SendOptions.defaults().idempotencyKey("" + i % 50));
                    case 3 -> {
                        engine.subscribe(group, ReplayRequest.last(5)).await().indefinitely();
                        engine.unsubscribe(group);
                    }
                    case 4 -> {
                        time.advanceMillis(1);
                        engine.trim();
                    }
                    default -> {
                        flush(group);
                        engine.groupsWithHistory().await().indefinitely();
                    }
                }
            }
        });
        assertEquals(4_000, ids.size());
        time.advance(Duration.ofMinutes(10));
        engine.trim();
        assertEquals(Set.of(), engine.groupsWithHistory().await().indefinitely());
    }

    @Test
    void theKeysOfABusyGroupAreForgottenOneByOne() {
        slice("g", 0);
        for (int i = 0; i < 10; i++) {
            send("g", "m", SendOptions.defaults().idempotencyKey("k" + i));
            time.advance(Duration.ofMinutes(1));
        }
        engine.trim();
        deliveries.clear();
        for (int i = 0; i < 10; i++) {
            send("g", "again", SendOptions.defaults().idempotencyKey("k" + i));
        }
        // Those of the first six minutes of ten are gone.
        assertEquals(6, deliveries.size());
    }
}
