package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.runtime.time.Timeline;

/** When which connection expires, if nothing comes or goes. */
@Singleton
public class Expirations {

    private final Timeline<Connection> timeline = new Timeline<>();
    private final TimeSource time;

    public Expirations(TimeSource time) {
        this.time = time;
    }

    public Activity track(Connection connection) {
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

    public boolean hasExpired(Connection connection) {
        return connection.activity().hasExpired(time.ticks());
    }
}
