package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineContract;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;

/** Does whatever is drawn to the log of a group and to a plain list, and compares all that can be read of both. */
final class LogModel {

    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));

    private final MessageLog log = new MessageLog("g");
    private final String epoch = log.end().epoch();
    private final List<StoredMessage> kept = new ArrayList<>();
    private final IntUnaryOperator draw;
    private long last;
    private Instant now = Instant.ofEpochMilli(1_000_000);

    /** @param draw returns a number from 0 up to the one given, which is left out */
    LogModel(IntUnaryOperator draw) {
        this.draw = draw;
    }

    private int draw(int bound) {
        return draw.applyAsInt(bound);
    }

    void step() {
        switch (draw(10)) {
            case 0, 1, 2 -> append();
            case 3 -> now = now.plusMillis(draw(40));
            case 4 -> assertEquals(remove(kept.size()), draw(8) == 0 ? log.flush() : flushSlowly());
            case 5 -> trim();
            case 6 -> assertEquals(remove(1), log.removeOldest());
            case 7 -> query();
            case 8 -> start();
            default -> read();
        }
        assertEquals(kept.size(), log.size());
        assertEquals(kept.isEmpty(), log.isEmpty());
        assertEquals(new LogPosition(epoch, last), log.end());
        assertEquals(kept.stream().mapToLong(message -> message.payload().size()).sum(), log.payloadBytes());
        assertTrue(log.nextExpiry() <= kept.stream().mapToLong(StoredMessage::expiresAt).min().orElse(Long.MAX_VALUE));
        long heap = kept.stream().mapToLong(HeapCost::message).sum();
        assertEquals(kept.isEmpty(), log.heapBytes() == 0);
        assertTrue(log.heapBytes() >= heap && log.heapBytes() <= heap + HeapCost.group("g", 64));
    }

    private int remove(int count) {
        List<StoredMessage> oldest = kept.subList(0, Math.min(count, kept.size()));
        int removed = oldest.size();
        oldest.clear();
        return removed;
    }

    /** One by one, as it happens where memory is short. */
    private int flushSlowly() {
        int removed = 0;
        while (!log.isEmpty()) {
            removed += log.removeOldest();
        }
        return removed;
    }

    private void append() {
        SendOptions options = SendOptions.saveHistory();
        int ttl = draw(60);
        if (ttl > 0) {
            options = options.ttl(Duration.ofMillis(ttl));
        }
        int size = 1 + draw(12);
        long maxBytes = 20 + draw(60);
        StoredMessage message = log.append(new Publication(GROUP, EncodedPayload.text("x".repeat(draw(20))), options,
                EngineContract.settings(size, maxBytes, draw(2) == 0 ? null : Duration.ofMillis(30)), true),
                now.plusMillis(draw(20) - 10), now);
        assertEquals(new LogPosition(epoch, ++last), message.position());
        kept.add(message);
        while (kept.size() > size || kept.stream().mapToLong(each -> each.payload().size()).sum() > maxBytes) {
            kept.remove(0);
        }
    }

    private void trim() {
        int before = kept.size();
        kept.removeIf(message -> !isAlive(message));
        assertEquals(before - kept.size(), log.trim(now));
        assertEquals(kept.stream().mapToLong(StoredMessage::expiresAt).min().orElse(Long.MAX_VALUE), log.nextExpiry());
    }

    private boolean isAlive(StoredMessage message) {
        return message.expiresAt() > now.toEpochMilli();
    }

    private List<StoredMessage> aliveAfter(long offset) {
        return kept.stream().filter(message -> message.offset() > offset && isAlive(message)).toList();
    }

    /** Of this log, or of one that it does not know. */
    private LogPosition position() {
        return new LogPosition(draw(5) == 0 ? "other" : epoch, draw((int) last + 3));
    }

    private boolean knows(LogPosition position) {
        return position.epoch().equals(epoch) && position.offset() <= last;
    }

    private void query() {
        HistoryQuery query = draw(2) == 0 ? HistoryQuery.all() : HistoryQuery.last(draw(8));
        List<StoredMessage> expected = new ArrayList<>(aliveAfter(-1));
        if (draw(2) == 0) {
            LogPosition after = position();
            query = query.after(after.id());
            expected.removeIf(message -> after.epoch().equals(epoch) && message.offset() <= after.offset());
        }
        if (draw(2) == 0) {
            Instant since = now.minusMillis(draw(80));
            query = query.since(since);
            expected.removeIf(message -> message.created().isBefore(since));
        }
        expected = newest(expected, query.getLast().orElse(Integer.MAX_VALUE));
        if (draw(2) == 0) {
            query = query.backward();
            Collections.reverse(expected);
        }
        if (draw(2) == 0) {
            query = query.limit(draw(8));
            expected = expected.subList(0, Math.min(expected.size(), query.getLimit().getAsInt()));
        }
        assertEquals(expected, log.read(query, now), query.toString());
    }

    private static List<StoredMessage> newest(List<StoredMessage> messages, int count) {
        return new ArrayList<>(messages.subList(Math.max(0, messages.size() - count), messages.size()));
    }

    private void start() {
        LogPosition after = draw(3) == 0 ? null : position();
        int most = draw(8);
        LogStart start = log.start(after == null ? ReplayRequest.last(most) : ReplayRequest.after(after, most), now);
        boolean goesOn = after != null && knows(after);
        List<StoredMessage> given = newest(aliveAfter(goesOn ? after.offset() : -1), most);
        assertEquals(new LogPosition(epoch, given.isEmpty() ? last : given.get(0).offset() - 1), start.position());
        assertEquals(new LogPosition(epoch, last), start.end());
        assertEquals(last - start.position().offset() - given.size(), start.missingAhead());
        long missed = goesOn ? last - after.offset() - given.size() : 0;
        assertEquals(after == null ? Optional.empty() : Optional.of(goesOn && missed == 0), start.recovered());
        assertEquals(missed == 0 ? OptionalLong.empty() : OptionalLong.of(missed), start.missed());
    }

    private void read() {
        LogPosition after = position();
        boolean goesOn = knows(after);
        long upTo = Math.max(goesOn ? after.offset() : 0, Math.min(draw((int) last + 3), last));
        int maxBytes = draw(40);
        List<StoredMessage> expected = new ArrayList<>();
        long end = upTo;
        long bytes = 0;
        for (StoredMessage message : aliveAfter(goesOn ? after.offset() : -1)) {
            bytes += message.payload().size();
            if (message.offset() > upTo) {
                break;
            }
            if (bytes > maxBytes && !expected.isEmpty()) {
                end = message.offset() - 1;
                break;
            }
            expected.add(message);
        }
        assertEquals(new LogSlice(goesOn ? after : null, expected, new LogPosition(epoch, end)),
                log.read(after, new LogPosition(epoch, upTo), maxBytes, now));
    }
}
