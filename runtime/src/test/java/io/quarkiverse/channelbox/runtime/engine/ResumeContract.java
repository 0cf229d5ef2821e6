package io.quarkiverse.channelbox.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.PresenceBy;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.PresenceSettings;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** A client that comes back gets exactly what it missed, or is told that it cannot. */
public abstract class ResumeContract {

    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));
    private static final GroupSettings SETTINGS = new GroupSettings("*", Duration.ofHours(1), PayloadType.AUTO, 0,
            OptionalInt.empty(), 1024, SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, 10, 1_000_000,
            Optional.empty(), 1000, new PresenceSettings(true, 1000, PresenceBy.CONNECTION, Duration.ZERO));

    private final ManualTime time = new ManualTime();
    protected final Engine engine = engine(new EngineListener() {
        @Override
        public int onMessage(Delivery delivery) {
            return 1;
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
            throw new AssertionError("Nothing is missing");
        }
    }, time);

    /** A new one, which has nothing in common with others. */
    protected abstract Engine engine(EngineListener listener, TimeSource time);

    private String store(String text) {
        return store(text, SendOptions.saveHistory());
    }

    private String store(String text, SendOptions options) {
        return engine.publish(new Publication(GROUP, EncodedPayload.text(text), options, SETTINGS, true)).await()
                .indefinitely().id().orElseThrow();
    }

    private String storeUpTo(int count) {
        String id = null;
        for (int i = 1; i <= count; i++) {
            id = store("" + i);
        }
        return id;
    }

    private LogStart resume(String after, int max) {
        return Replays.start(engine, "g", ReplayRequest.after(LogPosition.of(after), max));
    }

    private LogStart replay(int last) {
        return Replays.start(engine, "g", ReplayRequest.last(last));
    }

    private void assertStart(LogStart start, List<String> texts, String position, Boolean recovered, long missed) {
        assertEquals(texts, Replays.texts(engine, "g", start));
        assertEquals(position, start.position().id());
        assertEquals(Optional.ofNullable(recovered), start.recovered());
        assertEquals(missed < 0 ? OptionalLong.empty() : OptionalLong.of(missed), start.missed());
    }

    private static String at(String id, long offset) {
        return id.substring(0, id.indexOf(':') + 1) + offset;
    }

    @Test
    void whoeverIsNewGetsTheNewest() {
        String last = storeUpTo(5);
        assertStart(replay(2), List.of("4", "5"), at(last, 3), null, -1);
        assertStart(replay(0), List.of(), last, null, -1);
        assertStart(replay(50), List.of("1", "2", "3", "4", "5"), at(last, 0), null, -1);
    }

    @Test
    void exactlyWhatWasMissed() {
        String last = storeUpTo(5);
        assertStart(resume(at(last, 2), 1000), List.of("3", "4", "5"), at(last, 2), true, -1);
        assertStart(resume(at(last, 0), 1000), List.of("1", "2", "3", "4", "5"), at(last, 0), true, -1);
        assertStart(resume(last, 1000), List.of(), last, true, -1);
    }

    @Test
    void anEmptyLogIsALog() {
        String position = replay(0).position().id();
        assertStart(resume(position, 1000), List.of(), position, true, -1);
        String first = store("1");
        assertEquals(at(position, 1), first);
        assertStart(resume(position, 1000), List.of("1"), position, true, -1);
    }

    /** What there still is comes, after a gap. */
    @Test
    void theLogDoesNotReachBack() {
        String last = storeUpTo(15);
        List<String> newest = List.of("6", "7", "8", "9", "10", "11", "12", "13", "14", "15");
        assertStart(resume(at(last, 5), 1000), newest, at(last, 5), true, -1);
        assertStart(resume(at(last, 4), 1000), newest, at(last, 5), false, 1);
        assertStart(resume(at(last, 4), 3), List.of("13", "14", "15"), at(last, 12), false, 8);
        assertStart(resume(at(last, 4), 0), List.of(), last, false, 11);
    }

    @Test
    void noMoreThanItMayAskFor() {
        String last = storeUpTo(5);
        assertStart(resume(at(last, 2), 3), List.of("3", "4", "5"), at(last, 2), true, -1);
        assertStart(resume(at(last, 1), 3), List.of("3", "4", "5"), at(last, 2), false, 1);
        assertStart(resume(at(last, 1), 0), List.of(), last, false, 4);
        assertStart(resume(last, 0), List.of(), last, true, -1);
    }

    @Test
    void anotherEpoch() {
        String last = storeUpTo(5);
        assertStart(resume("other:3", 2), List.of("4", "5"), at(last, 3), false, -1);
        assertStart(resume("other:3", 1000), List.of("1", "2", "3", "4", "5"), at(last, 0), false, -1);
        assertStart(resume("other:0", 0), List.of(), last, false, -1);
    }

    /** Nobody was given such an id. */
    @Test
    void anIdFromTheFuture() {
        String last = storeUpTo(5);
        assertStart(resume(at(last, 6), 2), List.of("4", "5"), at(last, 3), false, -1);
        assertStart(resume(at(last, 999_999_999_999_999_999L), 2), List.of("4", "5"), at(last, 3), false, -1);
    }

    @Test
    void whatHasExpiredIsMissing() {
        String last = storeUpTo(3);
        store("short", SendOptions.saveHistory().ttl(Duration.ofSeconds(1)));
        store("5");
        assertStart(resume(last, 1000), List.of("short", "5"), last, true, -1);
        time.advanceMillis(1_000);
        for (int i = 0; i < 2; i++) {
            assertStart(resume(last, 1000), List.of("5"), at(last, 4), false, 1);
            assertStart(resume(at(last, 2), 1000), List.of("3", "5"), at(last, 2), false, 1);
            assertStart(resume(at(last, 2), 1), List.of("5"), at(last, 4), false, 2);
            assertStart(resume(at(last, 4), 1000), List.of("5"), at(last, 4), true, -1);
            assertStart(replay(2), List.of("3", "5"), at(last, 2), null, -1);
            // Not removed before that, and not there any more.
            trim();
        }
    }

    @Test
    void theNewestHasExpired() {
        String last = storeUpTo(3);
        store("short", SendOptions.saveHistory().ttl(Duration.ofSeconds(1)));
        time.advanceMillis(1_000);
        for (int i = 0; i < 2; i++) {
            assertStart(resume(last, 1000), List.of(), at(last, 4), false, 1);
            assertStart(resume(at(last, 2), 1000), List.of("3"), at(last, 2), false, 1);
            assertStart(replay(1), List.of("3"), at(last, 2), null, -1);
            trim();
        }
    }

    /** Removes what is too old. */
    protected void trim() {
        engine.trim();
    }

    @Test
    void aFlushedHistory() {
        String last = storeUpTo(3);
        engine.flushHistory("g").await().indefinitely();
        assertStart(resume(at(last, 2), 1000), List.of(), last, false, 1);
        assertStart(resume(last, 1000), List.of(), last, true, -1);
    }

    /** The last member of a group without history loses its connection, and comes back. */
    @Test
    void nobodyWasThere() {
        String position = replay(0).position().id();
        engine.unsubscribe("g");
        engine.trim();
        assertStart(resume(position, 1000), List.of(), position, true, -1);
    }

    @Test
    void whoAsksForNothingIsToldNothingOrTheEnd() {
        String last = storeUpTo(2);
        LogStart start = Replays.start(engine, "g", ReplayRequest.NONE);
        assertEquals(Optional.empty(), start.recovered());
        assertTrue(start.position() == null || start.position().id().equals(last));
        assertEquals(start.position(), start.end());
    }
}
