package io.quarkiverse.channelbox.runtime.expiry;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.group.LocalConnection;

/** When which connection expires, if nothing comes or goes. */
@Singleton
public class Expirations {

    private final Timeline<LocalConnection> timeline = new Timeline<>();
    private final TimeSource time;

    public Expirations(TimeSource time) {
        this.time = time;
    }

    public Activity track(LocalConnection connection) {
        return new Activity(connection, time, timeline);
    }

    /**
     * Takes out the connections that may have expired.
     *
     * @return all that had to be looked at; {@link #hasExpired} tells which ones have
     */
    List<LocalConnection> pollCandidates() {
        return timeline.pollDue(time.ticks());
    }

    boolean hasExpired(LocalConnection connection) {
        return connection.activity().hasExpired(time.ticks());
    }
}
