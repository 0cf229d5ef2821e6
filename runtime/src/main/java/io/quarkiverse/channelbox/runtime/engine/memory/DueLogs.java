package io.quarkiverse.channelbox.runtime.engine.memory;

import java.util.Comparator;
import java.util.TreeSet;

/** The logs that have something to trim some day, each once. Thread-safe. */
final class DueLogs {

    private record Due(long at, GroupLog log) {
    }

    private final TreeSet<Due> all = new TreeSet<>(
            Comparator.comparingLong(Due::at).thenComparing(each -> each.log().group()));

    /** Called with the lock of the group, after whatever may have changed the time. */
    void update(GroupLog log) {
        long before = log.dueAt();
        long now = log.nextExpiry();
        if (before == now) {
            return;
        }
        log.dueAt(now);
        synchronized (this) {
            if (before != Long.MAX_VALUE) {
                all.remove(new Due(before, log));
            }
            if (now != Long.MAX_VALUE) {
                all.add(new Due(now, log));
            }
        }
    }

    /** One whose time has come, which is to be trimmed and updated; {@code null} if there is none. */
    synchronized GroupLog next(long now) {
        return all.isEmpty() || all.first().at() > now ? null : all.first().log();
    }
}
