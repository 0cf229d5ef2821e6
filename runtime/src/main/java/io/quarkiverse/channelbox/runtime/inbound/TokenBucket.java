package io.quarkiverse.channelbox.runtime.inbound;

/** So much in a second, and what was not used of that until now, up to a bound: a token bucket. Used on the event loop. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double most;
    private double left;
    private long filledAt;

    /**
     * @param perSecond 0 for no limit
     * @param burstNanos for how long it may be saved up
     * @param now {@link System#nanoTime()}
     */
    TokenBucket(long perSecond, long burstNanos, long now) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.most = perSecond == 0 ? Double.POSITIVE_INFINITY : Math.max(1, perNano * burstNanos);
        this.left = most;
        this.filledAt = now;
    }

    /** Takes so much of it; returns whether it was there. */
    boolean take(long amount, long now) {
        left = Math.min(most, left + perNano * (now - filledAt)) - amount;
        filledAt = now;
        return left >= 0;
    }
}
