package io.quarkiverse.channelbox.runtime.engine.memory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.channelbox.Receipt;

/** The receipts of a group's sends that had an idempotency key. Guarded by the group's lock. */
final class Receipts {

    private record Remembered(Receipt receipt, long until) {
    }

    /** In the order of the sends, which is the order of expiry too, since the window of a group does not change. */
    private Map<String, Remembered> byKey = Map.of();

    int size() {
        return byKey.size();
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** {@code null} if the key is not remembered. */
    Receipt get(String key, long now) {
        Remembered remembered = byKey.get(key);
        return remembered == null || remembered.until() <= now ? null : remembered.receipt();
    }

    /** @param most how many are remembered; the oldest go first */
    void put(String key, Receipt receipt, long until, int most) {
        if (byKey.isEmpty()) {
            byKey = new LinkedHashMap<>();
        }
        // A key that came back after its window must move to the end, too.
        byKey.remove(key);
        byKey.put(key, new Remembered(receipt, until));
        while (byKey.size() > most) {
            removeOldest();
        }
    }

    void removeOldest() {
        Iterator<Remembered> all = byKey.values().iterator();
        if (all.hasNext()) {
            all.next();
            all.remove();
            forgetTable();
        }
    }

    void clear() {
        byKey = Map.of();
    }

    /**
     * Removes those whose time is over: there may be many, and only they are looked at, and the first that is left.
     *
     * @return when the time of that one is over, {@link Long#MAX_VALUE} if there is none
     */
    long trim(long now) {
        long next = Long.MAX_VALUE;
        for (Iterator<Remembered> all = byKey.values().iterator(); all.hasNext() && next == Long.MAX_VALUE;) {
            long until = all.next().until();
            if (until > now) {
                next = until;
            } else {
                all.remove();
            }
        }
        forgetTable();
        return next;
    }

    /** It would stay as large as it once was. */
    private void forgetTable() {
        if (byKey.isEmpty()) {
            byKey = Map.of();
        }
    }
}
