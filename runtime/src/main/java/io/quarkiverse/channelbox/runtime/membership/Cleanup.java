package io.quarkiverse.channelbox.runtime.membership;

import java.time.Duration;
import java.util.Optional;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.vertx.core.Vertx;

/**
 * Sweeps again and again, each time so long after the sweep before. A scheduler goes by the time of day: when that was set back
 * by a day, it would do nothing for a day.
 */
@Singleton
public class Cleanup {

    private static final Logger LOG = Logger.getLogger(Cleanup.class);

    private final ExpirySweeper sweeper;
    private final Vertx vertx;
    private final Optional<Duration> every;
    private long timer = -1;
    private boolean ended;

    public Cleanup(ExpirySweeper sweeper, Vertx vertx, ValidatedConfig config) {
        this.sweeper = sweeper;
        this.vertx = vertx;
        this.every = config.cleanupEvery();
    }

    /** Called once, when the application starts. */
    public void start() {
        every.ifPresent(this::sweepAfter);
    }

    private synchronized void sweepAfter(Duration pause) {
        if (!ended) {
            timer = vertx.setTimer(Durations.millis(pause), fired -> sweeper.sweep().subscribe().with(report -> {
                log(report);
                sweepAfter(pause);
            }, problem -> {
                LOG.error("The cleanup failed; it is tried again", problem);
                sweepAfter(pause);
            }));
        }
    }

    private static void log(CleanupReport report) {
        if (report.closedConnections() > 0 || report.trimmedMessages() > 0) {
            LOG.debugf("Cleaned up: %s", report);
        }
    }

    @PreDestroy
    synchronized void end() {
        ended = true;
        vertx.cancelTimer(timer);
    }
}
