package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The logs of all groups, each guarded by the lock of its group: one of a fixed number of stripes. */
final class Logs {

    private static final int STRIPES = 256;
    /** How many logs are kept of groups that have neither members nor stored messages. */
    static final int MAX_IDLE = 10_000;

    private final Object[] stripes = new Object[STRIPES];
    private final ConcurrentMap<String, GroupLog> byGroup = new ConcurrentHashMap<>();
    private final DueLogs due = new DueLogs();
    private final Quotas quotas;
    /** Found to be idle, once each, the first found first; it may have been used since. */
    private final Queue<GroupLog> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    Logs(Quotas quotas) {
        this.quotas = quotas;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    Object lock(String group) {
        int hash = group.hashCode();
        return stripes[(hash ^ hash >>> 16) & STRIPES - 1];
    }

    Collection<GroupLog> all() {
        return byGroup.values();
    }

    // ---- with the lock of the group ----

    /** {@code null} if there is none. */
    GroupLog get(String group) {
        return byGroup.get(group);
    }

    /** Like {@link #get}, by somebody who sends or reads. */
    GroupLog use(String group) {
        GroupLog log = byGroup.get(group);
        if (log != null) {
            quotas.used(log);
        }
        return log;
    }

    GroupLog useOrMake(String group) {
        GroupLog log = use(group);
        return log != null ? log : byGroup.computeIfAbsent(group, name -> new GroupLog(name, quotas));
    }

    /** Something was added to a log or taken from it, or its members have come or gone. */
    void changed(GroupLog log) {
        due.update(log);
        quotas.update(log);
        if (log.isForgettable() && !log.isIdle()) {
            log.idle(true);
            idle.add(log);
            idleCount.incrementAndGet();
        }
    }

    // ---- without any lock ----

    /** After changes: keeps what is kept within its limits. */
    void settle() {
        quotas.makeRoom(this);
        while (idleCount.get() > MAX_IDLE) {
            GroupLog log = idle.poll();
            if (log == null) {
                return;
            }
            idleCount.decrementAndGet();
            synchronized (lock(log.group())) {
                log.idle(false);
                if (log.isForgettable()) {
                    byGroup.remove(log.group(), log);
                }
            }
        }
    }

    /** Removes what has expired; returns how many messages that were. */
    int trim(Instant now) {
        int trimmed = 0;
        for (GroupLog log = due.next(now.toEpochMilli()); log != null; log = due.next(now.toEpochMilli())) {
            synchronized (lock(log.group())) {
                trimmed += log.trim(now);
                changed(log);
            }
        }
        settle();
        return trimmed;
    }
}
