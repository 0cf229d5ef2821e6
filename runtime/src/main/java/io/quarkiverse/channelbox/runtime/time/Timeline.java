package io.quarkiverse.channelbox.runtime.time;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Things ordered by when they are due. To schedule one again costs a step of constant size, and {@link #pollDue} looks only at
 * what is due, or will be within {@link #BUCKET_MILLIS}. Not thread-safe.
 *
 * @param <T> what is due
 */
public final class Timeline<T> {

    private static final long BUCKET_MILLIS = 64;

    /** The place of one thing in the timeline: a node of its bucket's ring. */
    public static final class Entry<T> {

        private final T thing;
        private Entry<T> previous;
        private Entry<T> next;
        private long due;

        public Entry(T thing) {
            this.thing = thing;
        }

        private boolean isScheduled() {
            return next != null;
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = null;
            next = null;
        }
    }

    private final TreeMap<Long, Entry<T>> buckets = new TreeMap<>();

    /** Puts an entry at a time, from where it was if it was scheduled before. */
    public void schedule(Entry<T> entry, long due) {
        remove(entry);
        entry.due = due;
        Entry<T> ring = buckets.computeIfAbsent(due / BUCKET_MILLIS, bucket -> newRing());
        entry.previous = ring.previous;
        entry.next = ring;
        ring.previous.next = entry;
        ring.previous = entry;
    }

    public void remove(Entry<T> entry) {
        if (entry.isScheduled()) {
            Entry<T> neighbour = entry.next;
            entry.unlink();
            if (neighbour.next == neighbour) {
                buckets.remove(entry.due / BUCKET_MILLIS);
            }
        }
    }

    /** Takes out what is due at that time or earlier. */
    public List<T> pollDue(long now) {
        List<T> found = new ArrayList<>();
        while (!buckets.isEmpty() && buckets.firstKey() < now / BUCKET_MILLIS) {
            Entry<T> ring = buckets.pollFirstEntry().getValue();
            for (Entry<T> entry = ring.next; entry != ring; entry = ring.next) {
                entry.unlink();
                found.add(entry.thing);
            }
        }
        // The bucket that the present falls into is due in part.
        Entry<T> ring = buckets.get(now / BUCKET_MILLIS);
        for (Entry<T> entry = ring == null ? null : ring.next; entry != null && entry != ring;) {
            Entry<T> next = entry.next;
            if (entry.due <= now) {
                remove(entry);
                found.add(entry.thing);
            }
            entry = next;
        }
        return found;
    }

    private static <T> Entry<T> newRing() {
        Entry<T> ring = new Entry<>(null);
        ring.previous = ring;
        ring.next = ring;
        return ring;
    }
}
