package io.quarkiverse.channelbox.runtime.membership;

import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelBoxCleaned;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Lane;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;
import io.smallrye.mutiny.Uni;

/** Closes the connections of expired channels and removes messages that are too old. */
@Singleton
public class ExpirySweeper {

    private static final Logger LOG = Logger.getLogger(ExpirySweeper.class);

    private final SeldomLog failed = new SeldomLog(LOG, Logger.Level.ERROR);
    private final Lanes lanes;
    private final Memberships memberships;
    private final Engine engine;
    private final GroupEvents events;
    private final Counts counts;

    public ExpirySweeper(Lanes lanes, Memberships memberships, Engine engine, GroupEvents events,
            Counts counts) {
        this.lanes = lanes;
        this.memberships = memberships;
        this.engine = engine;
        this.events = events;
        this.counts = counts;
    }

    /** What one lane did. */
    private record Swept(int examined, int connections, int channels) {
    }

    /** Each lane looks at its own connections. */
    public Uni<CleanupReport> sweep() {
        List<Uni<Swept>> all = new ArrayList<>();
        for (Lane lane : lanes.all()) {
            all.add(Uni.createFrom().emitter(emitter -> {
                if (!lane.execute(() -> emitter.complete(sweep(lane)))) {
                    // The event loop has shut down, and its connections with it.
                    emitter.complete(new Swept(0, 0, 0));
                }
            }));
        }
        return Uni.join().all(all).andFailFast().map(this::report).invoke(report -> events.fire(ChannelBoxCleaned.of(report)));
    }

    private Swept sweep(Lane lane) {
        List<Connection> candidates = lane.expirations().pollCandidates();
        int connections = 0;
        int channels = 0;
        for (Connection connection : candidates) {
            try {
                if (lane.expirations().hasExpired(connection)) {
                    connections++;
                    channels += memberships.leaveAll(connection, LeaveReason.EXPIRED);
                    connection.closeAndForget(Connection.EXPIRED, LeaveReason.EXPIRED);
                }
            } catch (RuntimeException e) {
                failed.log(() -> "Connection " + connection.id() + " has expired and could not be closed", e);
            }
        }
        counts.expired(channels);
        return new Swept(candidates.size(), connections, channels);
    }

    private CleanupReport report(List<Swept> lanes) {
        int examined = 0;
        int connections = 0;
        int channels = 0;
        for (Swept each : lanes) {
            examined += each.examined();
            connections += each.connections();
            channels += each.channels();
        }
        return CleanupReport.of(channels, connections, engine.trim(), examined);
    }
}
