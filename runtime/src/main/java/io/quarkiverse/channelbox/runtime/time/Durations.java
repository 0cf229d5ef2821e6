package io.quarkiverse.channelbox.runtime.time;

import java.time.Duration;

/** Durations that come from outside, as milliseconds. */
public final class Durations {

    /** Longer than anything lasts, and so far from the largest long that it can be added to a time. */
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE / 4);

    private Durations() {
    }

    /** Never negative. What is shorter than a millisecond is one, since zero often means never; the longest is cut. */
    public static long millis(Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : Math.max(1, duration.toMillis());
    }

    /** Whether it is longer than anything lasts. */
    public static boolean isForEver(Duration duration) {
        return duration.compareTo(LONGEST) >= 0;
    }
}
