package io.quarkiverse.channelbox.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** A client that comes back gets exactly what it missed, or is told that it cannot. */
public abstract class ResumeContract {

    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));
    private static final GroupSettings SETTINGS = new GroupSettings(Duration.ofHours(1), PayloadType.AUTO, 0,
            OptionalInt.empty(), 1024, SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, 10, 1_000_000,
            Optional.empty(), 1000, true, 1000);

    private final ManualTime time = new ManualTime();
    private final Engine engine = engine(new EngineListener() {
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

    private LogSlice resume(String after, int replay, int max) {
        return engine.subscribe("g", new ReplayRequest(replay, after, max)).await().indefinitely();
    }

    private static void assertSlice(LogSlice slice, List<String> texts, String position, Boolean recovered, long missed) {
        assertEquals(texts, slice.messages().stream().map(StoredMessage::text).toList());
        assertEquals(position, slice.positionId());
        assertEquals(Optional.ofNullable(recovered), slice.recovered());
        assertEquals(missed < 0 ? OptionalLong.empty() : OptionalLong.of(missed), slice.missed());
    }

    private static String at(String id, long offset) {
        return id.substring(0, id.indexOf(':') + 1) + offset;
    }

    @Test
    void whoeverIsNewGetsTheNewest() {
        String last = storeUpTo(5);
        assertSlice(resume(null, 2, 0), List.of("4", "5"), at(last, 3), null, -1);
        assertSlice(resume(null, 0, 0), List.of(), last, null, -1);
        assertSlice(resume(null, 50, 0), List.of("1", "2", "3", "4", "5"), at(last, 0), null, -1);
    }

    @Test
    void exactlyWhatWasMissed() {
        String last = storeUpTo(5);
        assertSlice(resume(at(last, 2), 50, 1000), List.of("3", "4", "5"), at(last, 2), true, -1);
        assertSlice(resume(at(last, 0), 0, 1000), List.of("1", "2", "3", "4", "5"), at(last, 0), true, -1);
        assertSlice(resume(last, 50, 1000), List.of(), last, true, -1);
    }

    @Test
    void anEmptyLogIsALog() {
        String position = resume(null, 0, 0).positionId();
        assertSlice(resume(position, 50, 1000), List.of(), position, true, -1);
        String first = store("1");
        assertEquals(at(position, 1), first);
        assertSlice(resume(position, 0, 1000), List.of("1"), position, true, -1);
    }

    @Test
    void theLogDoesNotReachBack() {
        String last = storeUpTo(15);
        assertSlice(resume(at(last, 5), 0, 1000), List.of("6", "7", "8", "9", "10", "11", "12", "13", "14", "15"),
                at(last, 5), true, -1);
        assertSlice(resume(at(last, 4), 0, 1000), List.of(), last, false, 11);
        assertSlice(resume(at(last, 4), 3, 1000), List.of("13", "14", "15"), at(last, 12), false, 8);
        assertSlice(resume(at(last, 4), 50, 1000), resume(at(last, 5), 0, 1000).messages().stream().map(StoredMessage::text)
                .toList(), at(last, 5), false, 1);
    }

    @Test
    void noMoreThanItMayAskFor() {
        String last = storeUpTo(5);
        assertSlice(resume(at(last, 2), 0, 3), List.of("3", "4", "5"), at(last, 2), true, -1);
        assertSlice(resume(at(last, 1), 0, 3), List.of(), last, false, 4);
    }

    @Test
    void anotherEpoch() {
        String last = storeUpTo(5);
        assertSlice(resume("other:3", 2, 1000), List.of("4", "5"), at(last, 3), false, -1);
        assertSlice(resume("other:0", 0, 1000), List.of(), last, false, -1);
    }

    /** Nobody was given such an id. */
    @Test
    void anIdFromTheFuture() {
        String last = storeUpTo(5);
        assertSlice(resume(at(last, 6), 2, 1000), List.of("4", "5"), at(last, 3), false, -1);
    }

    @Test
    void whatHasExpiredIsMissing() {
        String last = storeUpTo(3);
        store("short", SendOptions.saveHistory().ttl(Duration.ofSeconds(1)));
        store("5");
        assertSlice(resume(last, 0, 1000), List.of("short", "5"), last, true, -1);
        time.advanceMillis(1_000);
        // Not trimmed yet, and not there any more.
        assertSlice(resume(last, 0, 1000), List.of(), at(last, 5), false, 2);
        assertSlice(resume(at(last, 4), 0, 1000), List.of("5"), at(last, 4), true, -1);
        engine.trim();
        assertSlice(resume(last, 0, 1000), List.of(), at(last, 5), false, 2);
    }

    @Test
    void aFlushedHistory() {
        String last = storeUpTo(3);
        engine.flushHistory("g").await().indefinitely();
        assertSlice(resume(at(last, 2), 0, 1000), List.of(), last, false, 1);
        assertSlice(resume(last, 0, 1000), List.of(), last, true, -1);
    }

    /** The last member of a group without history loses its connection, and comes back. */
    @Test
    void nobodyWasThere() {
        String position = resume(null, 0, 0).positionId();
        engine.unsubscribe("g");
        engine.trim();
        assertSlice(resume(position, 0, 1000), List.of(), position, true, -1);
    }

    /** It was there before the log was read: what was sent meanwhile comes live, and may be gone from the log already. */
    @Test
    void aSliceThatWasReadLate() {
        String last = storeUpTo(15);
        assertSlice(resume(null, 5, 0).before(12), List.of("11", "12"), at(last, 10), null, -1);
        assertSlice(resume(null, 2, 0).before(8), List.of(), at(last, 8), null, -1);
        assertSlice(resume(at(last, 10), 0, 1000).before(12), List.of("11", "12"), at(last, 10), true, -1);
        assertSlice(resume(at(last, 2), 2, 1000).before(8), List.of(), at(last, 8), false, 6);
        assertSlice(resume(at(last, 2), 2, 1000).before(2), List.of(), at(last, 2), true, -1);
        assertSlice(resume("other:2", 2, 1000).before(8), List.of(), at(last, 8), false, -1);
        assertSlice(resume(at(last, 2), 2, 1000).before(Long.MAX_VALUE), List.of("14", "15"), at(last, 13), false, 11);
    }
}
