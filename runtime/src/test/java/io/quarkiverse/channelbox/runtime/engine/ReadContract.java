package io.quarkiverse.channelbox.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** How members that catch up read on, as the contract of the engines says. */
public abstract class ReadContract {

    protected static final SendOptions SAVE = SendOptions.saveHistory();
    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));
    private static final int ALL = Integer.MAX_VALUE;

    protected final ManualTime time = new ManualTime();
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
    /** Of the log; {@code null} before anything was stored. */
    private String epoch;
    private GroupSettings settings = EngineContract.settings(100, 1_000_000, null);

    /** A new one, which has nothing in common with others. */
    protected abstract Engine engine(EngineListener listener, TimeSource time);

    protected LogPosition store(String text, SendOptions options) {
        LogPosition position = LogPosition.of(engine.publish(new Publication(GROUP, EncodedPayload.text(text), options,
                settings, true)).await().indefinitely().id().orElseThrow());
        epoch = position.epoch();
        return position;
    }

    private LogPosition store(String... texts) {
        LogPosition last = null;
        for (String text : texts) {
            last = store(text, SAVE);
        }
        return last;
    }

    protected LogSlice read(LogPosition after, long upTo, int maxBytes) {
        LogPosition end = new LogPosition(epoch == null ? after.epoch() : epoch, upTo);
        return engine.read("g", after, end, maxBytes).await().indefinitely();
    }

    private static void assertSlice(LogSlice slice, LogPosition start, List<String> texts, LogPosition end) {
        assertEquals(texts, slice.messages().stream().map(StoredMessage::text).toList());
        assertEquals(start, slice.start());
        assertEquals(end, slice.end());
    }

    @Test
    void itEndsBeforeTheLimitOfBytesIsExceeded() {
        LogPosition end = store("aaa", "bbb", "ccc", "", "ddd");
        LogPosition begin = end.at(0);
        assertSlice(read(begin, 5, 9), begin, List.of("aaa", "bbb", "ccc", ""), end.at(4));
        assertSlice(read(begin, 5, 8), begin, List.of("aaa", "bbb"), end.at(2));
        assertSlice(read(end.at(2), 5, 8), end.at(2), List.of("ccc", "", "ddd"), end);
        assertSlice(read(end.at(2), 5, 3), end.at(2), List.of("ccc", ""), end.at(4));
    }

    @Test
    void aMessageThatIsLargerThanTheLimitComesAlone() {
        LogPosition end = store("0123456789", "a", "9876543210", "b");
        assertSlice(read(end.at(0), 4, 5), end.at(0), List.of("0123456789"), end.at(1));
        assertSlice(read(end.at(1), 4, 5), end.at(1), List.of("a"), end.at(2));
        assertSlice(read(end.at(2), 4, 1), end.at(2), List.of("9876543210"), end.at(3));
        assertSlice(read(end.at(3), 4, 0), end.at(3), List.of("b"), end);
    }

    @Test
    void itGoesUpToAnOffset() {
        LogPosition end = store("1", "2", "3", "4", "5");
        assertSlice(read(end.at(1), 3, ALL), end.at(1), List.of("2", "3"), end.at(3));
        assertSlice(read(end.at(1), Long.MAX_VALUE, ALL), end.at(1), List.of("2", "3", "4", "5"), end);
        assertSlice(read(end.at(3), 3, ALL), end.at(3), List.of(), end.at(3));
        // It never goes back.
        assertSlice(read(end.at(3), 1, ALL), end.at(3), List.of(), end.at(3));
    }

    @Test
    void atTheEndThereIsNothing() {
        LogPosition end = store("1", "2");
        assertSlice(read(end, 2, ALL), end, List.of(), end);
        assertSlice(read(end, Long.MAX_VALUE, 0), end, List.of(), end);
    }

    @Test
    void anEmptyLogHasNothingEither() {
        LogPosition begin = Replays.start(engine, "g", ReplayRequest.last(0)).position();
        assertSlice(read(begin, Long.MAX_VALUE, ALL), begin, List.of(), begin);
    }

    @Test
    void whereNoLogIsNothingIsKnown() {
        assertSlice(read(new LogPosition("other", 3), 7, ALL), null, List.of(), new LogPosition("other", 3));
    }

    /** Whether they were removed already or not, and wherever they are. */
    @Test
    void whatHasExpiredIsLeftOut() {
        List<String> texts = new ArrayList<>();
        LogPosition end = null;
        for (int i = 1; i <= 60; i++) {
            boolean isShort = i <= 5 || i == 20 || i > 55;
            end = store("" + i, isShort ? SAVE.ttl(Duration.ofSeconds(1)) : SAVE);
            if (!isShort) {
                texts.add("" + i);
            }
        }
        assertEquals(60, read(end.at(0), 60, ALL).messages().size());
        time.advanceMillis(1_000);
        for (int i = 0; i < 2; i++) {
            assertSlice(read(end.at(0), 60, ALL), end.at(0), texts, end);
            assertSlice(read(end.at(55), 60, ALL), end.at(55), List.of(), end);
            // What is missing before the message that does not fit is behind the reader, too.
            assertSlice(read(end.at(18), 60, 2), end.at(18), List.of("19"), end.at(20));
            trim();
        }
    }

    /** Removes what is too old. */
    protected void trim() {
        engine.trim();
    }

    @Test
    void theOldestMayBeGone() {
        settings = EngineContract.settings(3, 1_000_000, null);
        LogPosition end = store("1", "2", "3", "4", "5", "6");
        assertSlice(read(end.at(1), 6, ALL), end.at(1), List.of("4", "5", "6"), end);
        assertSlice(read(end.at(1), 2, ALL), end.at(1), List.of(), end.at(2));
    }

    @Test
    void afterAFlushThereIsNothingAndThenWhatIsNew() {
        LogPosition end = store("1", "2", "3");
        engine.subscribe("g", ReplayRequest.last(0)).await().indefinitely();
        engine.flushHistory("g").await().indefinitely();
        assertSlice(read(end.at(1), 3, ALL), end.at(1), List.of(), end);
        LogPosition next = store("4");
        assertEquals(end.at(4), next);
        assertSlice(read(end.at(1), 4, ALL), end.at(1), List.of("4"), next);
    }

    @Test
    void ofAPositionThatIsNotKnownItBeginsWithTheOldest() {
        LogPosition end = store("1", "2", "3");
        assertSlice(read(new LogPosition("other", 2), 3, ALL), null, List.of("1", "2", "3"), end);
        assertSlice(read(new LogPosition("other", 2), 2, 1), null, List.of("1"), end.at(1));
        // Nobody was given such an id.
        assertSlice(read(end.at(4), Long.MAX_VALUE, ALL), null, List.of("1", "2", "3"), end);
        assertSlice(read(end.at(999_999_999_999_999_999L), 3, ALL), null, List.of("1", "2", "3"), end);
    }

    /** The log was lost since then: what it has now is delivered to who reads up to there. */
    @Test
    void upToAPositionThatIsNotKnownThereIsNothing() {
        LogPosition end = store("1", "2", "3");
        assertSlice(engine.read("g", end.at(1), new LogPosition("other", 3), ALL).await().indefinitely(), null, List.of(),
                end.at(1));
    }

    @Test
    void eachMessageComesOnceAndInOrderWhileOthersAreSent() throws Exception {
        settings = EngineContract.settings(100_000, 100_000_000, null);
        long seed = Long.getLong("property.seed", System.nanoTime());
        Random random = new Random(seed);
        LogPosition begin = Replays.start(engine, "g", ReplayRequest.last(0)).position();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(i + "-" + "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 10_000 : 200)));
        }
        EngineContract.inParallel(2, thread -> {
            if (thread == 0) {
                sent.forEach(this::store);
                return;
            }
            List<StoredMessage> read = new ArrayList<>();
            LogPosition at = begin;
            while (read.size() < 1_000) {
                LogSlice slice = read(at, Long.MAX_VALUE, 5_000);
                assertEquals(at, slice.start(), "-Dproperty.seed=" + seed);
                assertTrue(slice.messages().size() <= 1
                        || slice.messages().stream().mapToInt(message -> message.payload().size()).sum() <= 5_000);
                assertEquals(at.offset() + slice.messages().size(), slice.end().offset(), "-Dproperty.seed=" + seed);
                read.addAll(slice.messages());
                at = slice.end();
            }
            assertEquals(LongStream.rangeClosed(1, 1_000).boxed().toList(), read.stream().map(StoredMessage::offset).toList());
            assertEquals(sent, read.stream().map(StoredMessage::text).toList(), "-Dproperty.seed=" + seed);
        });
    }

    @Test
    void whoMayHaveItIsKept() {
        LogPosition end = store("for all, but one", SAVE.except("c1")).at(2);
        store("for some", SAVE.event("said").attribute("role", "日").attribute("b", ""));
        List<StoredMessage> messages = new ArrayList<>(read(end.at(0), 2, ALL).messages());
        assertTrue(messages.get(0).isForAll());
        assertFalse(messages.get(1).isForAll());
        assertTrue(messages.get(1).isFor(Map.of("role", "日", "b", "", "c", "d")));
        assertFalse(messages.get(1).isFor(Map.of("role", "日")));
        assertFalse(messages.get(1).isFor(Map.of("role", "?", "b", "")));
        assertEquals("said", messages.get(1).event().orElseThrow());
    }

    /** The position of a start can be read from, whatever was asked for. */
    @Test
    void aStartIsAPlaceInTheLog() {
        settings = EngineContract.settings(20, 1_000_000, null);
        LogPosition end = store("1");
        for (int i = 2; i <= 30; i++) {
            end = store("" + i, i % 7 == 0 ? SAVE.ttl(Duration.ofSeconds(1)) : SAVE);
        }
        time.advanceMillis(1_000);
        for (int most : new int[] { 0, 1, 5, 19, 1_000 }) {
            for (long after = 0; after <= 30; after++) {
                LogStart start = Replays.start(engine, "g", ReplayRequest.after(end.at(after), most));
                int read = Replays.read(engine, "g", start).size();
                assertEquals(end, start.end());
                assertTrue(read <= most);
                assertEquals(30 - after, read + start.missed().orElse(0), "after " + after + " at most " + most);
                assertEquals(start.missed().isEmpty(), start.recovered().orElseThrow());
                if (start.recovered().orElseThrow()) {
                    assertEquals(end.at(after), start.position());
                }
            }
            LogStart last = Replays.start(engine, "g", ReplayRequest.last(most));
            assertEquals(Math.min(most, 17), Replays.read(engine, "g", last).size());
        }
        assertNull(read(new LogPosition("other", 0), 1, ALL).start());
    }
}
