package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;

import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.runtime.time.Timeline;

/** When which connection of a lane expires, if nothing comes or goes. Used on the lane. */
public final class Expirations {

    private final Timeline<Connection> timeline = new Timeline<>();
    private final TimeSource time;

    Expirations(TimeSource time) {
        this.time = time;
    }

    Activity track(Connection connection) {
        return new Activity(connection, time, timeline);
    }

    /**
     * Takes out the connections that may have expired.
     *
     * @return all that had to be looked at; {@link #hasExpired} tells which ones have
     */
    public List<Connection> pollCandidates() {
        return timeline.pollDue(time.ticks());
    }

    /** Whether it has been idle for too long; if not, it will be looked at again when that can be. */
    public boolean hasExpired(Connection connection) {
        return connection.activity().hasExpired(time.ticks());
    }
}
