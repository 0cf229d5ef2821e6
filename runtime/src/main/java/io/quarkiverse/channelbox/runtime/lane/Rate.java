package io.quarkiverse.channelbox.runtime.lane;

/**
 * How much of something there was a second, over about the last ten: the share of the window before that is not older, and all
 * of the present one. One thread adds; any may read, and finds the sum as it was a moment ago.
 */
final class Rate {

    private static final long WINDOW_MILLIS = 10_000;

    private volatile long window;
    private volatile long before;
    private volatile long present;

    /** @param now {@link io.quarkiverse.channelbox.runtime.time.TimeSource#ticks()} */
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void add(long amount, long now) {
        long its = now / WINDOW_MILLIS;
        if (its != window) {
            before = its == window + 1 ? present : 0;
            present = 0;
            window = its;
        }
        present += amount;
    }

    double perSecond(long now) {
        long passed = now / WINDOW_MILLIS - window;
        double left = 1 - now % WINDOW_MILLIS / (double) WINDOW_MILLIS;
        double sum = passed <= 0 ? before * left + present : passed == 1 ? present * left : 0;
        return sum * 1000 / WINDOW_MILLIS;
    }
}
