package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Instant;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.Publication;

/** What is kept of one group: its stored messages and its idempotency keys. Guarded by the group's lock. */
final class GroupLog {

    private final String group;
    private final MessageLog messages;
    private final Receipts receipts = new Receipts();
    private long nextKeyExpiry = Long.MAX_VALUE;
    private final Shares shares;
    private long dueAt = Long.MAX_VALUE;
    private boolean subscribed;
    private boolean idle;

    GroupLog(String group, Quotas quotas) {
        this.group = group;
        this.messages = new MessageLog(group);
        this.shares = quotas.shares(this);
    }

    String group() {
        return group;
    }

    MessageLog messages() {
        return messages;
    }

    Shares shares() {
        return shares;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    void subscribed(boolean value) {
        subscribed = value;
    }

    /** Whether only its numbering is left: with it a client can come back and know that all is well. */
    boolean isForgettable() {
        return !subscribed && messages.isEmpty() && receipts.isEmpty();
    }

    /** Whether it is among those that are forgotten when there are too many of them. */
    boolean isIdle() {
        return idle;
    }

    void idle(boolean value) {
        idle = value;
    }

    // ---- idempotency keys ----

    int keys() {
        return receipts.size();
    }

    Receipt receiptFor(String idempotencyKey, Instant now) {
        return receipts.get(idempotencyKey, now.toEpochMilli());
    }

    /** @param most how many keys are remembered */
    void remember(String idempotencyKey, Receipt receipt, Publication publication, Instant now, int most) {
        long until = MessageLog.expiry(now, publication.settings().idempotencyWindow());
        nextKeyExpiry = Math.min(receipts.isEmpty() ? Long.MAX_VALUE : nextKeyExpiry, until);
        receipts.put(idempotencyKey, receipt, until, most);
    }

    void forgetOldestKey() {
        receipts.removeOldest();
    }

    // ---- the end of things ----

    /** Forgets everything but the numbering; returns how many messages that were. */
    int clear() {
        receipts.clear();
        return messages.flush();
    }

    /** The earliest time at which {@link #trim} has something to do, {@link Long#MAX_VALUE} for never. */
    long nextExpiry() {
        return Math.min(messages.nextExpiry(), receipts.isEmpty() ? Long.MAX_VALUE : nextKeyExpiry);
    }

    /** When it is looked at: kept by {@link DueLogs}. */
    long dueAt() {
        return dueAt;
    }

    void dueAt(long time) {
        dueAt = time;
    }

    /** Removes what has expired; returns how many messages that were. */
    int trim(Instant now) {
        nextKeyExpiry = receipts.trim(now.toEpochMilli());
        return messages.trim(now);
    }
}
