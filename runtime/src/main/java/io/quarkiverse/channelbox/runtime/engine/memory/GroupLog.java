package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.time.Durations;

/** The log of one group: its numbering, its stored messages and its idempotency keys. Guarded by the engine's lock. */
final class GroupLog {

    private record Remembered(Receipt receipt, long until) {
    }

    private final String epoch = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    private final MessageRing messages = new MessageRing();
    /** In the order of the sends, which is the order of expiry too, since the window of a group does not change. */
    private Map<String, Remembered> receipts = Map.of();
    private long lastOffset;
    private long bytes;
    /** The earliest expiry in it; messages may have a shorter life than those before them. */
    private long nextExpiry = Long.MAX_VALUE;
    private boolean subscribed;
    private boolean idle;

    /** The newest message; before the first one, the place in front of it. */
    LogPosition end() {
        return new LogPosition(epoch, lastOffset);
    }

    /** Whether it is among those that are forgotten when there are too many of them. */
    boolean isIdle() {
        return idle;
    }

    void idle(boolean value) {
        idle = value;
    }

    void subscribed(boolean value) {
        subscribed = value;
    }

    boolean isForgettable() {
        return !subscribed && messages.isEmpty() && receipts.isEmpty();
    }

    boolean hasMessages() {
        return !messages.isEmpty();
    }

    /** How many messages it has. */
    int size() {
        return messages.size();
    }

    /** Of their payloads. */
    long bytes() {
        return bytes;
    }

    /** The earliest time at which {@link #trim} has something to do, {@link Long#MAX_VALUE} for never. */
    long nextExpiry() {
        return nextExpiry;
    }

    /** @param created by the clock, which may have jumped */
    StoredMessage append(Publication publication, Instant created, Instant now) {
        var settings = publication.settings();
        long expiresAt = Math.min(
                settings.historyTtl().map(ttl -> expiry(now, ttl)).orElse(Long.MAX_VALUE),
                publication.options().getTtl().map(ttl -> expiry(now, ttl)).orElse(Long.MAX_VALUE));
        StoredMessage message = new StoredMessage(publication.target().name(), new LogPosition(epoch, ++lastOffset), created,
                publication.options().getEvent().orElse(null), publication.payload(), publication.options().getAttributes(),
                expiresAt);
        messages.addLast(message);
        bytes += message.payload().size();
        nextExpiry = Math.min(nextExpiry, expiresAt);
        while (messages.size() > settings.historySize() || bytes > settings.historyMaxBytes()) {
            bytes -= messages.removeFirst().payload().size();
        }
        return message;
    }

    private static long expiry(Instant now, Duration life) {
        return now.toEpochMilli() + Durations.millis(life);
    }

    Receipt receiptFor(String idempotencyKey, Instant now) {
        Remembered remembered = receipts.get(idempotencyKey);
        return remembered == null || remembered.until() <= now.toEpochMilli() ? null : remembered.receipt();
    }

    void remember(String idempotencyKey, Receipt receipt, Publication publication, Instant now) {
        if (receipts.isEmpty()) {
            receipts = new LinkedHashMap<>();
        }
        long until = expiry(now, publication.settings().idempotencyWindow());
        // A key that came back after its window must move to the end, too.
        receipts.remove(idempotencyKey);
        receipts.put(idempotencyKey, new Remembered(receipt, until));
        nextExpiry = Math.min(nextExpiry, until);
    }

    LogStart start(ReplayRequest request, Instant now) {
        LogPosition after = request.after();
        if (after == null) {
            return start(beforeNewest(request.last(), -1, now), Optional.empty(), OptionalLong.empty(), now);
        }
        if (!knows(after)) {
            return start(beforeNewest(request.maxAfter(), -1, now), Optional.of(false), OptionalLong.empty(), now);
        }
        LogPosition position = beforeNewest(request.maxAfter(), after.offset(), now);
        long missed = position.offset() - after.offset() + expiredAfter(position.offset(), now);
        // Of a log that has all the position is the one asked for.
        return start(position, Optional.of(missed == 0), missed == 0 ? OptionalLong.empty() : OptionalLong.of(missed), now);
    }

    private LogStart start(LogPosition position, Optional<Boolean> recovered, OptionalLong missed, Instant now) {
        return new LogStart(position, end(), recovered, missed, expiredAfter(position.offset(), now));
    }

    private boolean knows(LogPosition position) {
        return position.epoch().equals(epoch) && position.offset() <= lastOffset;
    }

    /** Before so many of the newest messages after an offset, those that have expired not counted. */
    private LogPosition beforeNewest(int count, long after, Instant now) {
        int oldest = messages.indexAfter(after);
        int first = messages.size();
        if (nothingExpired(now)) {
            first = Math.max(oldest, first - count);
        } else {
            int found = 0;
            for (int i = first - 1; i >= oldest && found < count; i--) {
                if (isAlive(messages.get(i), now)) {
                    first = i;
                    found++;
                }
            }
        }
        return first == messages.size() ? end() : new LogPosition(epoch, messages.get(first).offset() - 1);
    }

    /** How many of the messages after an offset are not there any more. */
    private long expiredAfter(long offset, Instant now) {
        int first = messages.indexAfter(offset);
        long alive = messages.size() - first;
        if (!nothingExpired(now)) {
            alive = 0;
            for (int i = first; i < messages.size(); i++) {
                if (isAlive(messages.get(i), now)) {
                    alive++;
                }
            }
        }
        return lastOffset - offset - alive;
    }

    /** Mostly so, and then thousands of members that come at once need not look at each message each. */
    private boolean nothingExpired(Instant now) {
        return nextExpiry > now.toEpochMilli();
    }

    private static boolean isAlive(StoredMessage message, Instant now) {
        return message.expiresAt() > now.toEpochMilli();
    }

    LogSlice read(LogPosition after, long upTo, int maxBytes, Instant now) {
        LogPosition start = knows(after) ? after : null;
        List<StoredMessage> found = new ArrayList<>();
        long last = Math.max(start == null ? 0 : after.offset(), Math.min(upTo, lastOffset));
        long size = 0;
        for (int i = start == null ? 0 : messages.indexAfter(after.offset()); i < messages.size(); i++) {
            StoredMessage message = messages.get(i);
            if (message.offset() > last) {
                break;
            }
            if (isAlive(message, now)) {
                size += message.payload().size();
                if (size > maxBytes && !found.isEmpty()) {
                    last = message.offset() - 1;
                    break;
                }
                found.add(message);
            }
        }
        return new LogSlice(start, found, new LogPosition(epoch, last), last < lastOffset);
    }

    List<StoredMessage> read(HistoryQuery query, Instant now) {
        long millis = now.toEpochMilli();
        // Everything in this log is newer than an id of another epoch.
        long after = query.getAfter().map(LogPosition::of).filter(id -> id.epoch().equals(epoch)).map(LogPosition::offset)
                .orElse(-1L);
        List<StoredMessage> found = new ArrayList<>();
        for (int i = messages.indexAfter(after); i < messages.size(); i++) {
            StoredMessage message = messages.get(i);
            if (message.expiresAt() > millis
                    && query.getSince().map(since -> !message.created().isBefore(since)).orElse(true)) {
                found.add(message);
            }
        }
        if (query.getLast().isPresent() && found.size() > query.getLast().getAsInt()) {
            found = found.subList(found.size() - query.getLast().getAsInt(), found.size());
        }
        if (query.isBackward()) {
            Collections.reverse(found);
        }
        if (query.getLimit().isPresent() && found.size() > query.getLimit().getAsInt()) {
            found = found.subList(0, query.getLimit().getAsInt());
        }
        return List.copyOf(found);
    }

    int flush() {
        int count = messages.size();
        messages.clear();
        bytes = 0;
        return count;
    }

    /** Removes what has expired; returns how many messages that were. */
    int trim(Instant now) {
        long millis = now.toEpochMilli();
        int trimmed = 0;
        nextExpiry = Long.MAX_VALUE;
        for (int i = 0; i < messages.size(); i++) {
            StoredMessage message = messages.get(i);
            if (message.expiresAt() <= millis) {
                bytes -= message.payload().size();
                trimmed++;
            } else {
                nextExpiry = Math.min(nextExpiry, message.expiresAt());
            }
        }
        if (trimmed > 0) {
            messages.removeIf(message -> message.expiresAt() <= millis);
        }
        // There may be many: only those that have expired are looked at, and the first that has not.
        for (Iterator<Remembered> i = receipts.values().iterator(); i.hasNext();) {
            long until = i.next().until();
            if (until > millis) {
                nextExpiry = Math.min(nextExpiry, until);
                break;
            }
            i.remove();
        }
        return trimmed;
    }
}
