package io.quarkiverse.channelbox.runtime.engine.memory;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;

/** Keeps all groups together within their limits. */
final class Quotas {

    private final Quota heap;
    private final Quota groups;
    private final Quota keys;
    /** One thread makes room at a time: two would take more than is needed. */
    private final Object makingRoom = new Object();
    private final LongAdder evicted = new LongAdder();

    Quotas(MemoryLimits limits) {
        heap = new Quota(limits.historyBytes());
        groups = new Quota(limits.groups());
        keys = new Quota(limits.idempotencyKeys());
    }

    Shares shares(GroupLog log) {
        return new Shares(heap.share(log), groups.share(log), keys.share(log));
    }

    /** About how many bytes the stored messages take. */
    long heapBytes() {
        return heap.total();
    }

    /** How many messages were removed to make room for others. */
    long evicted() {
        return evicted.sum();
    }

    /** Called with the lock of the group, after whatever has changed it. */
    void update(GroupLog log) {
        heap.set(log.shares().heap(), log.messages().heapBytes(), !log.messages().isEmpty());
        keys.set(log.shares().keys(), log.keys(), log.keys() > 0);
        groups.set(log.shares().group(), log.isForgettable() ? 0 : 1, !log.isForgettable() && !log.isSubscribed());
    }

    /** Called with the lock of the group, when somebody sends to it or reads it. */
    void used(GroupLog log) {
        heap.used(log.shares().heap());
        keys.used(log.shares().keys());
        groups.used(log.shares().group());
    }

    /** Takes from those that were not used for the longest what is too much. Called without the lock of any group. */
    void makeRoom(Logs logs) {
        take(heap, logs, log -> log.messages().removeOldest());
        take(keys, logs, log -> {
            log.forgetOldestKey();
            return 0;
        });
        take(groups, logs, GroupLog::clear);
    }

    /** @param what takes something, if there is still something to take, and returns how many messages that were */
    private void take(Quota quota, Logs logs, ToIntFunction<GroupLog> what) {
        if (quota.debtor() == null) {
            return;
        }
        synchronized (makingRoom) {
            for (GroupLog log = quota.debtor(); log != null; log = quota.debtor()) {
                synchronized (logs.lock(log.group())) {
                    if (quota.debtor() == log) {
                        evicted.add(what.applyAsInt(log));
                        logs.changed(log);
                    }
                }
            }
        }
    }
}
