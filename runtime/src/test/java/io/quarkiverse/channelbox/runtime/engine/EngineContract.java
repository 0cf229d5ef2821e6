package io.quarkiverse.channelbox.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.PresenceBy;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.PresenceSettings;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** What every engine does, as its contract says. Each group that is sent to has a member. */
public abstract class EngineContract {

    protected static final SendOptions SAVE = SendOptions.saveHistory();

    protected final ManualTime time = new ManualTime();
    protected final List<Delivery> deliveries = Collections.synchronizedList(new ArrayList<>());
    protected ToIntFunction<Delivery> listener = delivery -> {
        deliveries.add(delivery);
        return 3;
    };
    protected final List<String> gaps = Collections.synchronizedList(new ArrayList<>());
    protected final Engine engine = engine(new EngineListener() {
        @Override
        public int onMessage(Delivery delivery) {
            return listener.applyAsInt(delivery);
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
            gaps.add(group + ' ' + missed);
        }
    }, time);
    protected GroupSettings settings = settings(100, 1_000_000, null);
    private final Set<String> joined = new HashSet<>();

    /** A new one, which has nothing in common with others. */
    protected abstract Engine engine(EngineListener listener, TimeSource time);

    /** Removes what is too old; returns how many messages. */
    protected abstract int trim();

    /** The messages that are sent from then on are delivered. */
    protected synchronized void join(String group) {
        if (joined.add(group)) {
            engine.subscribe(group, ReplayRequest.last(0)).await().indefinitely();
        }
    }

    protected void leave(String group) {
        joined.remove(group);
        engine.unsubscribe(group);
    }

    public static GroupSettings settings(int size, long maxBytes, Duration ttl) {
        return new GroupSettings("*", Duration.ofHours(1), PayloadType.AUTO, 0, OptionalInt.empty(), 1024,
                SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, size, maxBytes, Optional.ofNullable(ttl), 1000,
                new PresenceSettings(true, 1000, PresenceBy.CONNECTION, Duration.ZERO));
    }

    protected Receipt send(String group, String text, SendOptions options) {
        join(group);
        return engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)), EncodedPayload.text(text), options,
                settings, options.isSaveHistory())).await().indefinitely();
    }

    protected String store(String text) {
        return send("g", text, SAVE).id().orElseThrow();
    }

    protected List<String> texts(HistoryQuery query) {
        return engine.history("g", query).await().indefinitely().stream().map(StoredMessage::text).toList();
    }

    protected List<String> all() {
        return texts(HistoryQuery.all());
    }

    protected int flush(String group) {
        return engine.flushHistory(group).await().indefinitely();
    }

    protected List<String> slice(String group, int replay) {
        return Replays.texts(engine, group, Replays.start(engine, group, ReplayRequest.last(replay)));
    }

    protected static long offset(String id) {
        return Long.parseLong(id.substring(id.indexOf(':') + 1));
    }

    protected static String epoch(String id) {
        return id.substring(0, id.indexOf(':'));
    }

    // ---- ids ----

    @Test
    void offsetsGrowByOnePerStoredMessageOfTheGroup() {
        String first = store("1");
        send("g", "not stored", SendOptions.defaults());
        send("other", "elsewhere", SAVE);
        String second = store("2");
        assertEquals(1, offset(first));
        assertEquals(2, offset(second));
        assertEquals(epoch(first), epoch(second));
        assertNotEquals(epoch(first), epoch(send("other", "x", SAVE).id().orElseThrow()));
        assertEquals(List.of(1L, 1L, 1L, 2L, 2L), deliveries.stream().map(delivery -> delivery.position().offset()).toList());
        assertEquals(List.of(true, false, true, true, true), deliveries.stream().map(Delivery::isStored).toList());
        assertEquals(epoch(first), deliveries.get(1).position().epoch());
        assertEquals(List.of(0L, 1L, 0L, 1L, 1L),
                deliveries.stream().map(delivery -> delivery.positionBefore().offset()).toList());
    }

    /** Every id that the engine makes can be asked with. */
    @Test
    void anIdOfTheEngineIsAnId() {
        for (int i = 0; i < 2_000; i++) {
            HistoryQuery.all().after(send("g" + i, "x", SAVE).id().orElseThrow());
        }
    }

    @Test
    void aMessageThatIsNotStoredLeavesNothingBehind() {
        Receipt receipt = send("g", "x", SendOptions.defaults());
        assertEquals(Receipt.notStored(3), receipt);
        assertEquals(Optional.empty(), receipt.id());
        assertEquals(List.of(), all());
        assertEquals(Set.of(), engine.groupsWithHistory().await().indefinitely());
        assertEquals(1, deliveries.size());
        assertEquals(0, deliveries.get(0).position().offset());
    }

    @Test
    void aMessageToSeveralGroupsOrToAUserHasNoPlace() {
        for (Target.Kind kind : List.of(Target.Kind.UNION, Target.Kind.USER)) {
            Receipt receipt = engine.publish(new Publication(new Target(kind, List.of("g")), EncodedPayload.text("x"),
                    SendOptions.defaults(), null, false)).await().indefinitely();
            assertEquals(Receipt.notStored(3), receipt);
        }
        assertTrue(deliveries.stream().allMatch(delivery -> delivery.position() == null));
    }

    @Test
    void theCallPublishesAndTheUniOnlyTells() {
        join("g");
        var uni = engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of("g")), EncodedPayload.text("x"), SAVE,
                settings, true));
        assertEquals(uni.await().indefinitely(), uni.await().indefinitely());
        assertEquals(1, deliveries.size());
        assertEquals(List.of("x"), all());
    }

    // ---- bounds ----

    @Test
    void theOldestGoesFirstByCount() {
        settings = settings(3, 1_000_000, null);
        for (int i = 1; i <= 10; i++) {
            store("m" + i);
        }
        assertEquals(List.of("m8", "m9", "m10"), all());
        assertEquals(10, offset(engine.history("g", HistoryQuery.last(1)).await().indefinitely().get(0).position().id()));
    }

    @Test
    void theOldestGoesFirstByBytes() {
        settings = settings(100, 10, null);
        store("aaaa");
        store("bbbb");
        store("cc");
        assertEquals(List.of("aaaa", "bbbb", "cc"), all());
        store("d");
        assertEquals(List.of("bbbb", "cc", "d"), all());
        store("0123456789");
        assertEquals(List.of("0123456789"), all());
        store("");
        assertEquals(List.of("0123456789", ""), all());
        store("x");
        assertEquals(List.of("", "x"), all());
    }

    @Test
    void bytesAreThoseOfTheEncodedPayload() {
        settings = settings(100, 8, null);
        store("\ud83d\ude00");
        store("\u00e4\u00e4");
        assertEquals(2, all().size());
        store("x");
        assertEquals(List.of("\u00e4\u00e4", "x"), all());
    }

    /** The bytes are counted down as well, whatever takes a message out. */
    @Test
    void theBytesOfWhatIsGoneAreFree() {
        settings = settings(100, 10, Duration.ofSeconds(10));
        // A group with members, so that its log stays.
        slice("g", 0);
        store("01234");
        flush("g");
        store("01234");
        store("56789");
        assertEquals(List.of("01234", "56789"), all());
        flush("g");
        store("9876543210");
        time.advance(Duration.ofSeconds(10));
        assertEquals(1, trim());
        store("01234");
        store("56789");
        assertEquals(List.of("01234", "56789"), all());
    }

    @Test
    void whatIsTooOldIsNotRead() {
        settings = settings(100, 1_000_000, Duration.ofSeconds(10));
        store("old");
        time.advanceMillis(4_000);
        store("young");
        time.advanceMillis(5_999);
        assertEquals(List.of("old", "young"), all());
        time.advanceMillis(1);
        assertEquals(List.of("young"), all());
        assertEquals(List.of("young"), slice("g", 10));
        assertEquals(1, trim());
        assertEquals(0, trim());
        assertEquals(List.of("young"), all());
        time.advanceMillis(4_000);
        assertEquals(List.of(), all());
        assertEquals(1, trim());
    }

    @Test
    void theShorterTtlCounts() {
        settings = settings(100, 1_000_000, Duration.ofSeconds(10));
        store("group's");
        send("g", "shorter", SAVE.ttl(Duration.ofSeconds(1)));
        send("g", "longer", SAVE.ttl(Duration.ofSeconds(60)));
        time.advanceMillis(1_000);
        assertEquals(List.of("group's", "longer"), all());
        assertEquals(1, trim());
        assertEquals(List.of("group's", "longer"), all());
        time.advanceMillis(9_000);
        assertEquals(List.of(), all());
        assertEquals(2, trim());
    }

    /** Messages with an ever shorter life, and ones that a count took out: the trim finds what has expired, and all of it. */
    @Test
    void theTrimFindsWhatHasExpiredInWhateverOrderItDoes() {
        settings = settings(5, 1_000_000, null);
        for (int seconds = 20; seconds > 0; seconds--) {
            send("g", "ttl " + seconds, SAVE.ttl(Duration.ofSeconds(seconds)));
        }
        send("never", "stays", SAVE);
        List<Integer> trimmed = new ArrayList<>();
        for (int second = 1; second <= 6; second++) {
            time.advanceMillis(1_000);
            trimmed.add(trim());
        }
        assertEquals(List.of(1, 1, 1, 1, 1, 0), trimmed);
        assertEquals(Set.of("never"), engine.groupsWithHistory().await().indefinitely());
    }

    /** "For ever" as a caller may say it. */
    @Test
    void aLongTtlIsForEver() {
        for (Duration ttl : List.of(Duration.ofDays(365L * 100_000), Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            send("g", "x", SAVE.ttl(ttl).idempotencyKey(ttl.toString()));
            settings = settings(100, 1_000_000, ttl);
            send("g", "y", SAVE.idempotencyKey("y" + ttl));
            settings = settings(100, 1_000_000, null);
        }
        time.advance(Duration.ofDays(10_000));
        assertEquals(0, trim());
        assertEquals(6, all().size());
    }

    @Test
    void theShortestTtlIsShortButNotNone() {
        send("g", "x", SAVE.ttl(Duration.ofNanos(1)));
        assertEquals(List.of("x"), all());
        time.advanceMillis(1);
        assertEquals(List.of(), all());
    }

    @Test
    void theOffsetsOfAGroupGoOn() {
        settings = settings(100, 1_000_000, Duration.ofSeconds(1));
        slice("g", 0);
        String before = store("x");
        time.advanceMillis(1_000);
        trim();
        String second = store("y");
        assertEquals(1, flush("g"));
        String third = store("z");
        assertEquals(List.of(epoch(before), epoch(before)), List.of(epoch(second), epoch(third)));
        assertEquals(List.of(2L, 3L), List.of(offset(second), offset(third)));
        leave("g");
        assertEquals(4, offset(store("history keeps the log")));
        flush("g");
        assertEquals(5, offset(store("still")));
    }

    // ---- queries ----

    @Test
    void queries() {
        List<String> ids = new ArrayList<>();
        Instant[] times = new Instant[6];
        for (int i = 1; i <= 5; i++) {
            times[i] = time.now();
            ids.add(store("" + i));
            time.advanceMillis(1_000);
        }
        String third = ids.get(2);
        assertEquals(List.of("1", "2", "3", "4", "5"), all());
        assertEquals(List.of("5", "4", "3", "2", "1"), texts(HistoryQuery.all().backward()));
        assertEquals(List.of("4", "5"), texts(HistoryQuery.last(2)));
        assertEquals(List.of("5", "4"), texts(HistoryQuery.last(2).backward()));
        assertEquals(List.of(), texts(HistoryQuery.last(0)));
        assertEquals(all(), texts(HistoryQuery.last(Integer.MAX_VALUE)));
        assertEquals(List.of("4", "5"), texts(HistoryQuery.all().after(third)));
        assertEquals(List.of("5", "4"), texts(HistoryQuery.all().after(third).backward()));
        assertEquals(List.of(), texts(HistoryQuery.all().after(ids.get(4))));
        assertEquals(List.of("3", "4", "5"), texts(HistoryQuery.all().since(times[3])));
        assertEquals(List.of("4", "5"), texts(HistoryQuery.all().since(times[3].plusNanos(1))));
        assertEquals(List.of(), texts(HistoryQuery.all().since(time.now())));
        assertEquals(List.of("1", "2"), texts(HistoryQuery.all().limit(2)));
        assertEquals(List.of("5", "4"), texts(HistoryQuery.all().limit(2).backward()));
        assertEquals(List.of(), texts(HistoryQuery.all().limit(0)));
        assertEquals(List.of("4"), texts(HistoryQuery.all().after(third).limit(1)));
        assertEquals(List.of("3"), texts(HistoryQuery.last(3).limit(1)));
        assertEquals(List.of("5"), texts(HistoryQuery.last(3).after(third).since(times[5])));
        assertEquals(List.of("4"), texts(HistoryQuery.last(2).after(ids.get(0)).since(times[2]).limit(1)));
    }

    @Test
    void afterAnIdThatIsNotThere() {
        String id = store("1");
        store("2");
        assertEquals(List.of("1", "2"), texts(HistoryQuery.all().after(epoch(id) + ":0")));
        assertEquals(List.of(), texts(HistoryQuery.all().after(epoch(id) + ":999999999999999999")));
        assertEquals(List.of("1", "2"), texts(HistoryQuery.all().after("otherepoch:1")));
        assertEquals(List.of("1", "2"), texts(HistoryQuery.all().after("0:999999999999999999")));
    }

    @Test
    void whatWasReadIsASnapshot() {
        store("1");
        List<StoredMessage> read = engine.history("g", HistoryQuery.all()).await().indefinitely();
        store("2");
        flush("g");
        assertEquals(1, read.size());
        assertEquals(List.of(), engine.history("nobody", HistoryQuery.all()).await().indefinitely());
    }

    @Test
    void aStoredMessageSaysAllOfItself() {
        Instant sent = time.now();
        String id = send("g", "say \"hi\"", SAVE.event("greeted").except("c1")).id().orElseThrow();
        time.advanceMillis(5);
        StoredMessage message = engine.history("g", HistoryQuery.all()).await().indefinitely().get(0);
        assertEquals(id, message.position().id());
        assertEquals("g", message.group());
        assertEquals(sent, message.created());
        assertEquals(Optional.of("greeted"), message.event());
        assertEquals(PayloadType.TEXT, message.payload().kind());
        assertEquals("\"say \\\"hi\\\"\"", message.json());
        assertEquals("say \"hi\"", message.text());
    }

    // ---- subscribe ----

    @Test
    void theSliceHasTheNewest() {
        for (int i = 1; i <= 5; i++) {
            store("" + i);
        }
        assertEquals(List.of(), slice("g", 0));
        assertEquals(List.of("4", "5"), slice("g", 2));
        assertEquals(List.of("1", "2", "3", "4", "5"), slice("g", 50));
        assertEquals(List.of(), slice("empty", 50));
    }

    /** What a new member is replayed is what was stored when it subscribed, whenever it reads it. */
    @Test
    void theSliceIsEager() {
        store("before");
        var start = engine.subscribe("g", ReplayRequest.last(10));
        store("after");
        assertEquals(List.of("before"), Replays.texts(engine, "g", start.await().indefinitely()));
    }

    // ---- flush ----

    @Test
    void flushForgetsAndCounts() {
        store("1");
        store("2");
        send("other", "stays", SAVE);
        assertEquals(2, flush("g"));
        assertEquals(0, flush("g"));
        assertEquals(0, flush("nobody"));
        assertEquals(List.of(), all());
        assertEquals(Set.of("other"), engine.groupsWithHistory().await().indefinitely());
    }

    // ---- idempotency ----

    @Test
    void aKeySendsOnce() {
        Receipt first = send("g", "once", SAVE.idempotencyKey("k"));
        time.advance(Duration.ofMinutes(5).minusMillis(1));
        for (Receipt again : List.of(send("g", "again", SAVE.idempotencyKey("k")),
                send("g", "again, not stored", SendOptions.defaults().idempotencyKey("k")))) {
            assertEquals(first.id().orElseThrow(), again.id().orElseThrow());
            assertTrue(again.stored());
        }
        assertEquals(1, deliveries.size());
        assertEquals(List.of("once"), all());
        send("g", "other key", SAVE.idempotencyKey("K"));
        send("other", "other group", SAVE.idempotencyKey("k"));
        assertEquals(3, deliveries.size());
    }

    @Test
    void ofConcurrentSendsWithOneKeyOneIsSent() throws Exception {
        Set<String> receipts = ConcurrentHashMap.newKeySet();
        inParallel(8, thread -> {
            for (int i = 0; i < 200; i++) {
                receipts.add(send("g", "x", SAVE.idempotencyKey("k" + i)).id().orElseThrow());
            }
        });
        assertEquals(200, receipts.size());
        assertEquals(200, deliveries.size());
    }

    // ---- a listener that fails ----

    /** It costs the message, and nothing else. */
    @Test
    void whatAListenerThrowsCostsNoOtherMessage() {
        listener = delivery -> {
            if (delivery.payload().text().startsWith("bad")) {
                throw new IllegalStateException("as a test wants it");
            }
            deliveries.add(delivery);
            return 3;
        };
        assertEquals(3, send("g", "1", SAVE).deliveredHere());
        long begin = System.nanoTime();
        Receipt bad = send("g", "bad", SAVE.idempotencyKey("k"));
        assertEquals(0, bad.deliveredHere());
        assertEquals(2, offset(bad.id().orElseThrow()));
        assertEquals(bad.id().orElseThrow(), send("g", "bad", SAVE.idempotencyKey("k")).id().orElseThrow());
        assertEquals(0, send("g", "bad, not stored", SendOptions.defaults()).deliveredHere());
        assertEquals(0, engine.publish(new Publication(new Target(Target.Kind.UNION, List.of("g")), EncodedPayload.text("bad"),
                SendOptions.defaults(), null, false)).await().indefinitely().deliveredHere());
        assertEquals(3, send("g", "2", SAVE).deliveredHere());
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(30).toNanos(), "Sends hung until their deadlines");
        assertEquals(List.of("1", "2"), deliveries.stream().map(delivery -> delivery.payload().text()).toList());
        assertEquals(List.of("1", "bad", "2"), all());
    }

    // ---- concurrency ----

    /** Under many publishers the deliveries come in the order of the offsets, one at a time, and the history is the same. */
    @Test
    void theOrderOfDeliveryIsTheOrderOfTheIds() throws Exception {
        settings = settings(100_000, 100_000_000, null);
        Map<String, List<Long>> positions = new ConcurrentHashMap<>();
        Map<String, List<String>> delivered = new ConcurrentHashMap<>();
        List<String> groups = List.of("a", "b", "c");
        for (String group : groups) {
            // Not thread-safe: the engine calls for one message of a group at a time.
            positions.put(group, new ArrayList<>());
            delivered.put(group, new ArrayList<>());
        }
        listener = delivery -> {
            String group = delivery.target().name();
            positions.get(group).add(delivery.position().offset());
            delivered.get(group).add(delivery.payload().text());
            return 1;
        };
        Map<String, String> textById = new ConcurrentHashMap<>();
        inParallel(8, thread -> {
            for (int i = 0; i < 1_500; i++) {
                String group = groups.get(i % 3);
                String text = thread + "-" + i;
                textById.put(group + send(group, text, SAVE).id().orElseThrow(), text);
            }
        });
        for (String group : groups) {
            List<StoredMessage> stored = engine.history(group, HistoryQuery.all()).await().indefinitely();
            assertEquals(4_000, stored.size());
            assertEquals(delivered.get(group), stored.stream().map(StoredMessage::text).toList());
            assertEquals(positions.get(group), stored.stream().map(StoredMessage::offset).toList());
            for (int i = 0; i < stored.size(); i++) {
                assertEquals(i + 1, stored.get(i).offset());
                assertEquals(stored.get(i).text(), textById.get(group + stored.get(i).position().id()));
            }
            int[] last = new int[8];
            for (String text : delivered.get(group)) {
                String[] publisherAndNumber = text.split("-");
                int publisher = Integer.parseInt(publisherAndNumber[0]);
                int number = Integer.parseInt(publisherAndNumber[1]);
                assertTrue(number >= last[publisher], text);
                last[publisher] = number;
            }
        }
    }

    /** The messages between the newest of a slice and what is delivered from then on: there are none, and none is in both. */
    @Test
    void aSliceAndWhatFollowsAreAllOfIt() throws Exception {
        settings = settings(100_000, 100_000_000, null);
        for (int round = 0; round < 100; round++) {
            deliveries.clear();
            String group = "round-" + round;
            CompletableFuture<LogStart> joined = new CompletableFuture<>();
            List<Integer> deliveredBefore = new ArrayList<>();
            inParallel(2, thread -> {
                if (thread == 0) {
                    for (int i = 0; i < 20; i++) {
                        send(group, "" + i, SAVE);
                    }
                } else {
                    joined.complete(Replays.start(engine, group, ReplayRequest.last(1_000)));
                    synchronized (deliveries) {
                        deliveredBefore.add(deliveries.size());
                    }
                }
            });
            List<StoredMessage> slice = Replays.read(engine, group, joined.join());
            assertEquals(joined.join().end().offset(), slice.size());
            assertTrue(slice.size() <= deliveredBefore.get(0));
            for (int i = 0; i < slice.size(); i++) {
                assertEquals(i + 1, slice.get(i).offset());
            }
            assertEquals(LongStream.rangeClosed(1, 20).boxed().toList(),
                    deliveries.stream().map(delivery -> delivery.position().offset()).toList());
        }
    }

    public interface Task {
        void run(int thread) throws Exception;
    }

    public static void inParallel(int threads, Task task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                running.add(executor.submit(() -> {
                    task.run(thread);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
