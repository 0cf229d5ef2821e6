package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.time.Durations;

/** The stored messages of one group, and their numbering. Guarded by the group's lock. */
final class MessageLog {

    private final String group;
    private final String epoch = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    private final MessageRing messages = new MessageRing();
    private long lastOffset;
    private long payloadBytes;
    private long heapBytes;
    /** The earliest expiry in it; messages may have a shorter life than those before them. */
    private long nextExpiry = Long.MAX_VALUE;

    MessageLog(String group) {
        this.group = group;
    }

    /** The newest message; before the first one, the place in front of it. */
    LogPosition end() {
        return new LogPosition(epoch, lastOffset);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int size() {
        return messages.size();
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /** About what the messages take, and the group for their sake; 0 without any. */
    long heapBytes() {
        return messages.isEmpty() ? 0 : heapBytes + HeapCost.group(group, messages.slots());
    }

    /** The earliest time at which {@link #trim} has something to do, {@link Long#MAX_VALUE} for never. */
    long nextExpiry() {
        return messages.isEmpty() ? Long.MAX_VALUE : nextExpiry;
    }

    StoredMessage append(Publication publication, Instant created, Instant now) {
        var settings = publication.settings();
        long expiresAt = Math.min(
                settings.historyTtl().map(ttl -> expiry(now, ttl)).orElse(Long.MAX_VALUE),
                publication.options().getTtl().map(ttl -> expiry(now, ttl)).orElse(Long.MAX_VALUE));
        // The name is this log's own: each send has another copy of it.
        StoredMessage message = new StoredMessage(group, new LogPosition(epoch, ++lastOffset), created,
                publication.options().getEvent().orElse(null), publication.payload(), publication.options().getAttributes(),
                expiresAt);
        nextExpiry = Math.min(nextExpiry(), expiresAt);
        messages.addLast(message);
        payloadBytes += message.payload().size();
        heapBytes += HeapCost.message(message);
        while (messages.size() > settings.historySize() || payloadBytes > settings.historyMaxBytes()) {
            removeOldest();
        }
        return message;
    }

    /** Removes the oldest message; returns how many that were, since there may be none. */
    int removeOldest() {
        if (messages.isEmpty()) {
            return 0;
        }
        removed(messages.removeFirst());
        if (messages.isEmpty()) {
            messages.clear();
        }
        return 1;
    }

    private void removed(StoredMessage message) {
        payloadBytes -= message.payload().size();
        heapBytes -= HeapCost.message(message);
    }

    static long expiry(Instant now, Duration life) {
        return now.toEpochMilli() + Durations.millis(life);
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

    LogSlice read(LogPosition after, LogPosition upTo, int maxBytes, Instant now) {
        if (!upTo.epoch().equals(epoch)) {
            return new LogSlice(null, List.of(), after);
        }
        LogPosition start = knows(after) ? after : null;
        List<StoredMessage> found = new ArrayList<>();
        long last = Math.max(start == null ? 0 : after.offset(), Math.min(upTo.offset(), lastOffset));
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
        return new LogSlice(start, found, new LogPosition(epoch, last));
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
        payloadBytes = 0;
        heapBytes = 0;
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
                removed(message);
                trimmed++;
            } else {
                nextExpiry = Math.min(nextExpiry, message.expiresAt());
            }
        }
        if (trimmed > 0) {
            messages.removeIf(message -> message.expiresAt() <= millis);
        }
        return trimmed;
    }
}
