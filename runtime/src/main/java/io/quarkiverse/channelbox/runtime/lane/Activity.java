package io.quarkiverse.channelbox.runtime.lane;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.runtime.time.Timeline;

/**
 * When a connection was last active, and its place among those that expire. Used on the lane; what is read elsewhere says so.
 * <p>
 * Every frame comes by here, so it costs two writes of a field. The place in the timeline is only brought up to date when it
 * is behind by a fraction of the expiry: therefore the cleanup finds there what has expired or is about to, and nothing else.
 */
final class Activity {

    private static final AtomicLongFieldUpdater<Activity> LAST_ACTIVE = AtomicLongFieldUpdater.newUpdater(Activity.class,
            "lastActive");

    /** How much of its expiry a connection's place may be behind. */
    private static final int FRACTION = 64;

    private final TimeSource time;
    private final Timeline<Connection> timeline;
    private final Timeline.Entry<Connection> entry;
    /** Written without a barrier, which would wait for the memory of each connection. */
    private volatile long lastActive;
    private long lastReceived;
    private long lastWritten;
    /** Milliseconds; 0: never. */
    private long expires;
    private long refreshAt = Long.MAX_VALUE;
    private boolean stopped;

    Activity(Connection connection, TimeSource time, Timeline<Connection> timeline) {
        this.time = time;
        this.timeline = timeline;
        this.entry = new Timeline.Entry<>(connection);
        this.lastActive = time.ticks();
        this.lastReceived = lastActive;
        this.lastWritten = lastActive;
    }

    /** A frame came from the client. */
    void received() {
        long now = time.ticks();
        lastReceived = now;
        touch(now);
    }

    /**
     * The socket took something.
     *
     * @param now {@link TimeSource#ticks()}, which is asked once for many connections, and may be of the task before
     */
    void wrote(long now) {
        lastWritten = Math.max(lastWritten, now);
        if (now >= lastActive) {
            touch(now);
        }
    }

    private void touch(long now) {
        LAST_ACTIVE.lazySet(this, now);
        if (now >= refreshAt) {
            schedule();
        }
    }

    /** Sets after how many idle milliseconds the connection expires; 0: never. */
    void expires(long millis) {
        if (millis != expires && !stopped) {
            expires = millis;
            schedule();
        }
    }

    /** It does not expire any more. */
    void stop() {
        expires(0);
        stopped = true;
    }

    /** Whether it has been idle for too long; if not, its place is brought up to date. */
    boolean hasExpired(long now) {
        if (expires > 0 && now - lastActive >= expires) {
            return true;
        }
        schedule();
        return false;
    }

    private void schedule() {
        if (expires == 0) {
            refreshAt = Long.MAX_VALUE;
            timeline.remove(entry);
        } else {
            refreshAt = lastActive + Math.max(1, expires / FRACTION);
            timeline.schedule(entry, lastActive + expires);
        }
    }

    /** From any thread. */
    Instant lastActive() {
        return time.now().minusMillis(time.ticks() - lastActive);
    }

    /** {@link TimeSource#ticks()} of when the socket took something last. */
    long lastWritten() {
        return lastWritten;
    }

    /** {@link TimeSource#ticks()} of the last frame that came from the client. */
    long lastReceived() {
        return lastReceived;
    }
}
