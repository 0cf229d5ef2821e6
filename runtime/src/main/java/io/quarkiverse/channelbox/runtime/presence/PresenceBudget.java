package io.quarkiverse.channelbox.runtime.presence;

/**
 * What it may cost to tell the members of a group who comes and goes: so many bytes in a second, and what was not used of that
 * for some minutes, so that a crowd that comes at once is told of at once. More than is there may be spent; then nothing is
 * told until it has been made up for. Changed with the group, one change at a time.
 */
final class PresenceBudget {

    /** For how long it is saved up. */
    private static final long SAVED_SECONDS = 256;
    private static final long MILLIS_PER_SECOND = 1000;

    private final double perMilli;
    private final double most;
    private double left;
    private long filledAt;

    /** @param now milliseconds */
    PresenceBudget(long bytesPerSecond, long now) {
        this.perMilli = (double) bytesPerSecond / MILLIS_PER_SECOND;
        this.most = (double) bytesPerSecond * SAVED_SECONDS;
        this.left = most;
        this.filledAt = now;
    }

    void spend(long bytes, long now) {
        fill(now);
        left -= bytes;
    }

    /** For how many milliseconds nothing may be told. */
    long waitMillis(long now) {
        fill(now);
        return left >= 0 ? 0 : (long) Math.ceil(-left / perMilli);
    }

    private void fill(long now) {
        left = Math.min(most, left + perMilli * (now - filledAt));
        filledAt = now;
    }
}
