package io.quarkiverse.channelbox.runtime.lane;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.membership.ExpirySweeper;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.runtime.time.Timeline;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * Pings every connection once an interval, and closes those that do not answer in time: after a ping was sent, a frame of
 * any kind has to come. A timer looks at the connections that are due, not at all of them.
 */
@Singleton
public class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final long MAX_RESOLUTION_MILLIS = 1000;

    /** Not static: a buffer must not be made while a native binary is built. */
    private final Buffer payload = Buffer.buffer("channel-box");
    private final Timeline<Pulse> timeline = new Timeline<>();
    private final TimeSource time;
    private final Vertx vertx;
    private final long interval;
    private final long timeout;
    private Long timer;

    public Heartbeat(TimeSource time, Vertx vertx, ValidatedConfig config) {
        this.time = time;
        this.vertx = vertx;
        this.interval = Durations.millis(config.values().pingInterval());
        this.timeout = Durations.millis(config.values().pongTimeout());
    }

    /** Called once, when the application starts. */
    public void startTimer() {
        if (interval > 0) {
            long resolution = Math.max(1, Math.min(MAX_RESOLUTION_MILLIS, Math.min(interval, timeout) / 4));
            timer = vertx.setPeriodic(resolution, id -> beat());
        }
    }

    @PreDestroy
    void stopTimer() {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    public void start(Pulse pulse) {
        if (interval > 0) {
            timeline.schedule(pulse.entry(), time.ticks() + interval);
        }
    }

    public void stop(Pulse pulse) {
        pulse.stop();
        timeline.remove(pulse.entry());
    }

    /** Does what is due. */
    void beat() {
        long now = time.ticks();
        for (Pulse pulse : timeline.pollDue(now)) {
            Connection connection = pulse.connection();
            if (pulse.unansweredSince() == Pulse.NO_PING) {
                ping(pulse);
            } else if (connection.activity().lastReceived() >= pulse.unansweredSince()) {
                long lastPing = pulse.unansweredSince();
                pulse.answered();
                schedule(pulse, lastPing + interval);
            } else {
                LOG.debugf("Connection %s did not answer a ping in time", connection.id());
                connection.close(ExpirySweeper.EXPIRED, LeaveReason.EXPIRED).subscribe().with(closed -> {
                }, failure -> LOG.debugf(failure, "Connection %s broke while it was closed", connection.id()));
            }
        }
    }

    /**
     * The time to answer begins when the ping has been written: before it there may be much to send. What counts as an answer
     * is older: it may be read before the event loop tells of the write.
     */
    private void ping(Pulse pulse) {
        long before = time.ticks();
        pulse.connection().webSocket().sendPing(payload).subscribe().with(written -> {
            pulse.pinged(before);
            schedule(pulse, time.ticks() + timeout);
        }, failure -> LOG.debugf(failure, "Connection %s could not be pinged", pulse.connection().id()));
    }

    private void schedule(Pulse pulse, long due) {
        timeline.schedule(pulse.entry(), due);
        if (pulse.isStopped()) {
            timeline.remove(pulse.entry());
        }
    }
}
