package io.quarkiverse.channelbox.chat.siege;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** How long answers took. Thread-safe. */
final class Latencies {

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    /** Some of them in their order. */
    record Sorted(long[] nanos) {

        /** Milliseconds within which that part of all answers came. */
        double millis(double part) {
            int index = (int) Math.ceil(part * nanos.length) - 1;
            return nanos.length == 0 ? Double.NaN : nanos[Math.max(0, index)] / (double) TimeUnit.MILLISECONDS.toNanos(1);
        }

        @Override
        public String toString() {
            return String.format("%d answers, p50 %.1f ms, p99 %.1f ms, max %.1f ms", nanos.length, millis(0.5), millis(0.99),
                    millis(1));
        }
    }

    void add(long tookNanos) {
        nanos.add(tookNanos);
    }

    /** Those since the last call. */
    Sorted take() {
        long[] taken = new long[nanos.size()];
        Arrays.setAll(taken, i -> nanos.remove());
        Arrays.sort(taken);
        return new Sorted(taken);
    }
}
