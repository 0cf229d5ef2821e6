package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
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
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.time.Durations;

/** The log of one group: its numbering, its stored messages and its idempotency keys. Guarded by the engine's lock. */
final class GroupLog {

    private record Remembered(Receipt receipt, long until) {
    }

    private final String epoch = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    private final ArrayDeque<StoredMessage> messages = new ArrayDeque<>();
    /** In the order of the sends, which is the order of expiry too, since the window of a group does not change. */
    private Map<String, Remembered> receipts = Map.of();
    private long lastOffset;
    private long bytes;
    /** The earliest expiry in it; messages may have a shorter life than those before them. */
    private long nextExpiry = Long.MAX_VALUE;
    private boolean subscribed;
    private boolean idle;

    long lastOffset() {
        return lastOffset;
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

    /** The earliest time at which {@link #trim} has something to do, {@link Long#MAX_VALUE} for never. */
    long nextExpiry() {
        return nextExpiry;
    }

    StoredMessage append(Publication publication, Instant now) {
        var settings = publication.settings();
        long expiresAt = Math.min(
                settings.historyTtl().map(ttl -> expiry(now, ttl)).orElse(Long.MAX_VALUE),
                publication.options().getTtl().map(ttl -> expiry(now, ttl)).orElse(Long.MAX_VALUE));
        StoredMessage message = new StoredMessage(epoch, ++lastOffset, publication.target().name(), now,
                publication.options().getEvent().orElse(null), publication.payload(), expiresAt);
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

    LogSlice slice(ReplayRequest request, Instant now) {
        long after = request.after() == null ? -1 : offsetIn(request.after());
        if (after >= 0 && after <= lastOffset && lastOffset - after <= request.maxAfter()) {
            List<StoredMessage> missed = newest((int) (lastOffset - after), now);
            // Of those that are not there any more others may have taken the place.
            if (missed.size() == lastOffset - after && (missed.isEmpty() || missed.get(0).offset() == after + 1)) {
                return new LogSlice(missed, epoch, after, Optional.of(true), OptionalLong.empty());
            }
        }
        List<StoredMessage> last = newest(request.last(), now);
        long position = last.isEmpty() ? lastOffset : last.get(0).offset() - 1;
        return new LogSlice(last, epoch, position, request.after() == null ? Optional.empty() : Optional.of(false),
                after >= 0 && after < position ? OptionalLong.of(position - after) : OptionalLong.empty());
    }

    /** The newest ones that have not expired, as many as there are, oldest first. */
    private List<StoredMessage> newest(int count, Instant now) {
        List<StoredMessage> newest = new ArrayList<>(Math.min(count, messages.size()));
        for (Iterator<StoredMessage> i = messages.descendingIterator(); i.hasNext() && newest.size() < count;) {
            StoredMessage message = i.next();
            if (message.expiresAt() > now.toEpochMilli()) {
                newest.add(message);
            }
        }
        Collections.reverse(newest);
        return List.copyOf(newest);
    }

    List<StoredMessage> read(HistoryQuery query, Instant now) {
        long millis = now.toEpochMilli();
        long after = query.getAfter().map(this::offsetIn).orElse(-1L);
        List<StoredMessage> found = new ArrayList<>();
        for (StoredMessage message : messages) {
            if (message.expiresAt() > millis && message.offset() > after
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

    /** The offset that an id means here: everything in this log is newer than an id of another epoch. */
    private long offsetIn(String id) {
        int colon = id.indexOf(':');
        return id.substring(0, colon).equals(epoch) ? Long.parseLong(id.substring(colon + 1)) : -1;
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
        for (Iterator<StoredMessage> i = messages.iterator(); i.hasNext();) {
            StoredMessage message = i.next();
            if (message.expiresAt() <= millis) {
                i.remove();
                bytes -= message.payload().size();
                trimmed++;
            } else {
                nextExpiry = Math.min(nextExpiry, message.expiresAt());
            }
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
