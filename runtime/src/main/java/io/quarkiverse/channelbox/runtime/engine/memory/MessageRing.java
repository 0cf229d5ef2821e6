package io.quarkiverse.channelbox.runtime.engine.memory;

import java.util.function.Predicate;

import io.quarkiverse.channelbox.runtime.message.StoredMessage;

/**
 * Messages in the order of their offsets, to be read from any place: what {@link java.util.ArrayDeque} does, with an index.
 */
final class MessageRing {

    /** How many have room in one that is not empty, at the least. */
    static final int SMALLEST = 8;
    private static final StoredMessage[] EMPTY = new StoredMessage[0];

    /** Its length is a power of two. */
    private StoredMessage[] ring = EMPTY;
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** For how many messages there is room without taking more memory. */
    int slots() {
        return ring.length;
    }

    StoredMessage get(int index) {
        return ring[first + index & ring.length - 1];
    }

    void addLast(StoredMessage message) {
        if (size == ring.length) {
            grow();
        }
        ring[first + size++ & ring.length - 1] = message;
    }

    private void grow() {
        StoredMessage[] larger = new StoredMessage[Math.max(SMALLEST, 2 * size)];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        ring = larger;
        first = 0;
    }

    StoredMessage removeFirst() {
        StoredMessage message = ring[first];
        ring[first] = null;
        first = first + 1 & ring.length - 1;
        size--;
        return message;
    }

    /** The index of the first message after an offset, the size if there is none. */
    int indexAfter(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (get(middle).offset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void removeIf(Predicate<StoredMessage> filter) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            StoredMessage message = get(i);
            if (!filter.test(message)) {
                ring[first + kept++ & ring.length - 1] = message;
            }
        }
        for (int i = kept; i < size; i++) {
            ring[first + i & ring.length - 1] = null;
        }
        size = kept;
        if (kept == 0) {
            clear();
        }
    }

    /** There may be thousands of logs in which nothing is any more. */
    void clear() {
        ring = EMPTY;
        first = 0;
        size = 0;
    }
}
