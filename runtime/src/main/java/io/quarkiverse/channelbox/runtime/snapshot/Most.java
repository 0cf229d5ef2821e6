package io.quarkiverse.channelbox.runtime.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the greatest of many, so many of them. */
final class Most<T> {

    /** The key is kept, since it may be another one a moment later. */
    private record Kept<T>(T value, double key) {
    }

    private static final Comparator<Kept<?>> ORDER = Comparator.comparingDouble(Kept::key);

    private final int size;
    private final PriorityQueue<Kept<T>> kept = new PriorityQueue<>(ORDER);

    Most(int size) {
        this.size = size;
    }

    void add(T value, double key) {
        if (kept.size() == size) {
            if (key <= kept.element().key()) {
                return;
            }
            kept.remove();
        }
        kept.add(new Kept<>(value, key));
    }

    /** The greatest first. */
    List<T> all() {
        List<Kept<T>> all = new ArrayList<>(kept);
        all.sort(ORDER.reversed());
        return all.stream().map(Kept::value).toList();
    }
}
