package io.quarkiverse.channelbox.runtime.membership;

import java.util.List;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelBoxCleaned;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Expirations;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.websockets.next.CloseReason;

/** Closes the connections of expired channels and removes messages that are too old, by schedule and on demand. */
@Singleton
public class ExpirySweeper {

    public static final CloseReason EXPIRED = new CloseReason(4408, "expired");
    private static final Logger LOG = Logger.getLogger(ExpirySweeper.class);

    private final Expirations expirations;
    private final Engine engine;
    private final GroupEvents events;

    public ExpirySweeper(Expirations expirations, Engine engine, GroupEvents events) {
        this.expirations = expirations;
        this.engine = engine;
        this.events = events;
    }

    @Scheduled(identity = "channel-box-cleanup", every = "{quarkus.channel-box.cleanup.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweepOnSchedule() {
        CleanupReport report = sweep();
        if (report.closedConnections() > 0 || report.trimmedMessages() > 0) {
            LOG.debugf("Cleaned up: %s", report);
        }
    }

    public CleanupReport sweep() {
        List<Connection> candidates = expirations.pollCandidates();
        int connections = 0;
        int channels = 0;
        for (Connection connection : candidates) {
            if (expirations.hasExpired(connection)) {
                connections++;
                channels += connection.ended(LeaveReason.EXPIRED);
                connection.close(EXPIRED, LeaveReason.EXPIRED).subscribe().with(closed -> {
                }, failure -> LOG.debugf(failure, "Connection %s broke while it was closed", connection.id()));
            }
        }
        CleanupReport report = CleanupReport.of(channels, connections, engine.trim(), candidates.size());
        events.fire(ChannelBoxCleaned.of(report));
        return report;
    }
}
