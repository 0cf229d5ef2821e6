package io.quarkiverse.channelbox.runtime.lane;

import io.quarkiverse.channelbox.runtime.time.Timeline;

/** Where a connection is between one ping and the next. */
public final class Pulse {

    static final long NO_PING = -1;

    private final Connection connection;
    private final Timeline.Entry<Pulse> entry = new Timeline.Entry<>(this);
    private volatile long unansweredSince = NO_PING;
    private volatile boolean stopped;

    public Pulse(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    Timeline.Entry<Pulse> entry() {
        return entry;
    }

    boolean isStopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    /** When the ping was sent that waits for an answer, {@link #NO_PING} if none does. */
    long unansweredSince() {
        return unansweredSince;
    }

    void pinged(long ticks) {
        unansweredSince = ticks;
    }

    void answered() {
        unansweredSince = NO_PING;
    }
}
