package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.engine.Delivery;
import io.quarkiverse.channelbox.runtime.engine.Publication;
import io.quarkiverse.channelbox.runtime.engine.StoredMessage;
import io.quarkiverse.channelbox.runtime.engine.Target;
import io.quarkiverse.channelbox.runtime.expiry.TimeSource;
import io.quarkiverse.channelbox.runtime.fanout.EncodedPayload;
import io.quarkiverse.channelbox.runtime.group.GroupSettings;

class LocalEngineTest {

    private static final class Clock implements TimeSource {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long ticks() {
            return now.toEpochMilli();
        }

        void advance(Duration time) {
            now = now.plus(time);
        }
    }

    private final Clock clock = new Clock();
    private final ConcurrentLinkedQueue<Delivery> delivered = new ConcurrentLinkedQueue<>();
    private final LocalEngine engine = new LocalEngine(delivery -> {
        delivered.add(delivery);
        return 3;
    }, clock);
    private int historySize = 100;
    private long maxBytes = 1000;
    private Optional<Duration> ttl = Optional.empty();

    private Receipt publish(String group, String text, SendOptions options) {
        GroupSettings settings = new GroupSettings(Duration.ZERO, PayloadType.AUTO, 0, OptionalInt.empty(),
                1000, SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, historySize, maxBytes, ttl);
        return engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)), EncodedPayload.text(text), options,
                settings, options.isSaveHistory())).await().indefinitely();
    }

    private Receipt store(String group, String text) {
        return publish(group, text, SendOptions.saveHistory());
    }

    private List<String> read(String group, HistoryQuery query) {
        return engine.history(group, query).await().indefinitely().stream().map(StoredMessage::text).toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    @Test
    void isBoundedByCount() {
        historySize = 3;
        numbers(0, 5).forEach(text -> store("g", text));
        assertEquals(numbers(2, 5), read("g", HistoryQuery.all()));
    }

    @Test
    void isBoundedByBytes() {
        maxBytes = 10;
        store("g", "aaaa");
        store("g", "bbbb");
        store("g", "cc");
        assertEquals(List.of("aaaa", "bbbb", "cc"), read("g", HistoryQuery.all()));
        store("g", "d");
        assertEquals(List.of("bbbb", "cc", "d"), read("g", HistoryQuery.all()));
        store("g", "\u00e4\u00e4\u00e4\u00e4\u00e4");
        assertEquals(List.of("\u00e4\u00e4\u00e4\u00e4\u00e4"), read("g", HistoryQuery.all()));
    }

    @Test
    void isBoundedByAge() {
        ttl = Optional.of(Duration.ofMinutes(10));
        store("g", "old");
        clock.advance(Duration.ofMinutes(5));
        store("g", "new");
        publish("g", "brief", SendOptions.saveHistory().ttl(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of("old", "new"), read("g", HistoryQuery.all()));
        assertEquals(1, engine.trim());
        clock.advance(Duration.ofMinutes(4));
        assertEquals(List.of("new"), read("g", HistoryQuery.all()));
        assertEquals(1, engine.trim());
        assertEquals(0, engine.trim());
        clock.advance(Duration.ofMinutes(5));
        assertEquals(1, engine.trim());
        assertEquals(Set.of(), engine.groupsWithHistory().await().indefinitely());
    }

    @Test
    void answersQueries() {
        List<String> ids = new ArrayList<>();
        for (String text : numbers(0, 10)) {
            ids.add(store("g", text).messageId());
            clock.advance(Duration.ofSeconds(1));
        }
        Instant fifth = clock.now().minusSeconds(5);
        assertEquals(numbers(7, 10), read("g", HistoryQuery.last(3)));
        assertEquals(List.of("9", "8", "7"), read("g", HistoryQuery.last(3).backward()));
        assertEquals(numbers(4, 10), read("g", HistoryQuery.all().after(ids.get(3))));
        assertEquals(numbers(4, 6), read("g", HistoryQuery.all().after(ids.get(3)).limit(2)));
        assertEquals(List.of("9", "8"), read("g", HistoryQuery.all().after(ids.get(3)).backward().limit(2)));
        assertEquals(numbers(5, 10), read("g", HistoryQuery.all().since(fifth)));
        assertEquals(List.of(), read("g", HistoryQuery.all().after(ids.get(9))));
        assertEquals(List.of(), read("g", HistoryQuery.last(0)));
        assertEquals(numbers(0, 10), read("g", HistoryQuery.all().after("anotherepoch:99")));
        assertEquals(List.of(), read("nothing", HistoryQuery.all()));
    }

    @Test
    void whatIsNotStoredKeepsItsPlace() {
        engine.subscribe("g", 0);
        store("g", "1");
        publish("g", "between", SendOptions.defaults());
        store("g", "2");
        assertEquals(List.of(1L, 1L, 2L), delivered.stream().map(Delivery::position).toList());
        assertEquals(List.of(0L, 1L, 1L), delivered.stream().map(Delivery::offsetBefore).toList());
    }

    @Test
    void repeatsTheReceiptOfAKnownKey() {
        SendOptions once = SendOptions.defaults().idempotencyKey("k");
        Receipt first = publish("g", "a", once);
        assertEquals(first, publish("g", "b", once));
        assertEquals(1, delivered.size());
        publish("other", "c", once);
        assertEquals(2, delivered.size());
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        publish("g", "d", once);
        assertEquals(2, delivered.size());
        clock.advance(Duration.ofMillis(1));
        publish("g", "e", once);
        assertEquals(3, delivered.size());
    }

    @Test
    void theSliceIsTheNewest() {
        numbers(0, 5).forEach(text -> store("g", text));
        assertEquals(List.of("3", "4"), engine.subscribe("g", 2).await().indefinitely().messages().stream()
                .map(StoredMessage::text).toList());
        assertEquals(5, engine.subscribe("g", 100).await().indefinitely().messages().size());
    }

    @Test
    void aForgottenLogHasANewEpoch() {
        String first = store("g", "a").messageId();
        assertEquals(1, engine.flushHistory("g").await().indefinitely());
        String second = store("g", "b").messageId();
        assertNotEquals(first, second);
        engine.subscribe("g", 0);
        engine.flushHistory("g").await().indefinitely();
        assertEquals(second.replace(":1", ":2"), store("g", "c").messageId());
        engine.unsubscribe("g");
        assertEquals(List.of("c"), read("g", HistoryQuery.all()));
    }

    /** Every listener sees the offsets one by one, and each publisher's messages in its order. */
    @Test
    void isOneOrder() {
        historySize = 100_000;
        maxBytes = 10_000_000;
        List<CompletableFuture<?>> publishers = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            String name = "p" + p;
            publishers.add(CompletableFuture.runAsync(() -> numbers(0, 5000).forEach(n -> store("g", name + ":" + n))));
        }
        CompletableFuture.allOf(publishers.toArray(CompletableFuture[]::new)).join();
        List<Delivery> seen = List.copyOf(delivered);
        assertEquals(20_000, seen.size());
        int[] next = new int[4];
        for (int i = 0; i < seen.size(); i++) {
            assertEquals(i + 1, seen.get(i).position());
            String[] text = seen.get(i).payload().text().split(":");
            assertEquals(next[text[0].charAt(1) - '0']++, Integer.parseInt(text[1]));
        }
        assertEquals(seen.stream().map(d -> d.payload().text()).toList(), read("g", HistoryQuery.all()));
    }
}
