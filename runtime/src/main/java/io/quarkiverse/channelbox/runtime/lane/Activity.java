package io.quarkiverse.channelbox.runtime.lane;

import java.time.Instant;

import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.runtime.time.Timeline;

/**
 * When a connection was last active, and its place among those that expire.
 * <p>
 * Every frame comes by here, so it costs two writes of a field. The place in the timeline is only brought up to date when it
 * is behind by a fraction of the expiry: therefore the cleanup finds there what has expired or is about to, and nothing else.
 */
public final class Activity {

    /** How much of its expiry a connection's place may be behind. */
    private static final int FRACTION = 64;

    private final TimeSource time;
    private final Timeline<Connection> timeline;
    private final Timeline.Entry<Connection> entry;
    private volatile long lastActive;
    private volatile long lastReceived;
    /** Milliseconds; 0: never. */
    private volatile long expires;
    private volatile long refreshAt = Long.MAX_VALUE;

    Activity(Connection connection, TimeSource time, Timeline<Connection> timeline) {
        this.time = time;
        this.timeline = timeline;
        this.entry = new Timeline.Entry<>(connection);
        this.lastActive = time.ticks();
        this.lastReceived = lastActive;
    }

    /** A frame came from the client. */
    public void received() {
        long now = time.ticks();
        lastReceived = now;
        touch(now);
    }

    /**
     * A message was written to the client.
     *
     * @param now {@link TimeSource#ticks()}, which is asked once for many connections
     */
    public void wrote(long now) {
        touch(now);
    }

    private void touch(long now) {
        lastActive = now;
        if (now >= refreshAt) {
            schedule();
        }
    }

    /** Sets after how many idle milliseconds the connection expires; 0: never. */
    public void expires(long millis) {
        if (millis != expires) {
            expires = millis;
            schedule();
        }
    }

    /** It does not expire any more. */
    public void stop() {
        expires(0);
    }

    /** Whether it has been idle for too long; if not, its place is brought up to date. */
    boolean hasExpired(long now) {
        long limit = expires;
        if (limit > 0 && now - lastActive >= limit) {
            return true;
        }
        schedule();
        return false;
    }

    private void schedule() {
        synchronized (entry) {
            long limit = expires;
            if (limit == 0) {
                refreshAt = Long.MAX_VALUE;
                timeline.remove(entry);
            } else {
                long active = lastActive;
                refreshAt = active + Math.max(1, limit / FRACTION);
                timeline.schedule(entry, active + limit);
            }
        }
    }

    public Instant lastActive() {
        return time.now().minusMillis(time.ticks() - lastActive);
    }

    /** {@link TimeSource#ticks()} of the last frame that came from the client. */
    long lastReceived() {
        return lastReceived;
    }
}
