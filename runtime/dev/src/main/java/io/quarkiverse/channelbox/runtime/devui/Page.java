package io.quarkiverse.channelbox.runtime.devui;

import java.util.List;

/**
 * Which part of a list is shown.
 *
 * @param number from 0 on
 */
record Page(int number, int size) {

    private static final int MOST = 100;

    Page {
        number = Math.max(0, number);
        size = Math.min(Math.max(1, size), MOST);
    }

    <T> List<T> of(List<T> all) {
        long start = (long) number * size;
        return start >= all.size() ? List.of() : all.subList((int) start, (int) Math.min(start + size, all.size()));
    }

    /** To a tenth: what is shown has not changed if it is the same. */
    static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
