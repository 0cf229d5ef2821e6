package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkiverse.channelbox.runtime.time.Timeline;

/**
 * Finds out which connections of a lane are dead. One of which nothing came for an interval gets a ping (RFC 6455, section
 * 5.5.2), and then a frame of any kind has to come in time; one for which bytes wait has to take some of them in the same time.
 * Used on the lane; a timer looks at the connections that are due, not at all of them.
 */
final class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final long MAX_RESOLUTION = 1000;

    /** Up to where the socket of a connection had come, and when. */
    private static final class Progress {
        private long mark;
        private long since;
    }

    private final EventExecutor eventLoop;
    private final Lanes.Shared shared;
    private final long resolution;
    private final Timeline<Pulse> timeline = new Timeline<>();
    private final Map<Outbound, Progress> watched = new LinkedHashMap<>();
    private PingFrames frames;
    private ScheduledFuture<?> timer;
    private int pulses;
    private long lastBeat;

    Heartbeat(EventExecutor eventLoop, Lanes.Shared shared) {
        this.eventLoop = eventLoop;
        this.shared = shared;
        long shortest = shared.pingInterval() == 0 ? shared.pongTimeout()
                : Math.min(shared.pingInterval(), shared.pongTimeout());
        this.resolution = Math.max(1, Math.min(MAX_RESOLUTION, shortest / 4));
    }

    /** Made at the first use, on the lane. */
    PingFrames frames() {
        if (frames == null) {
            frames = new PingFrames(shared.encoder());
        }
        return frames;
    }

    /** The first ping comes after half an interval to a whole one, so that those that came at once are not pinged at once. */
    void start(Pulse pulse) {
        if (shared.pingInterval() > 0 && !pulse.connection().hasEnded()) {
            long interval = shared.pingInterval();
            pulse.start(shared.time().ticks() + interval / 2 + ThreadLocalRandom.current().nextLong(interval / 2 + 1));
            timeline.schedule(pulse.entry(), Math.min(pulse.nextPing(), nextSign(pulse)));
            pulses++;
            startTimer();
        }
    }

    void stop(Pulse pulse) {
        if (pulse.stop()) {
            timeline.remove(pulse.entry());
            pulses--;
        }
    }

    /** Bytes wait for a socket. */
    void watch(Outbound outbound) {
        if (!watched.containsKey(outbound)) {
            Progress progress = new Progress();
            progress.mark = outbound.progress();
            progress.since = shared.time().ticks();
            watched.put(outbound, progress);
            outbound.connection().isWatched(true);
            startTimer();
        }
    }

    private void startTimer() {
        if (timer == null) {
            lastBeat = System.nanoTime();
            timer = eventLoop.scheduleWithFixedDelay(this::beatSafely, resolution, resolution, TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        watched.clear();
    }

    private void beatSafely() {
        long nanoTime = System.nanoTime();
        // If the event loop was held up, what came meanwhile may not have been read yet: nobody is dead before the next beat.
        boolean isLate = nanoTime - lastBeat > TimeUnit.MILLISECONDS.toNanos(resolution + shared.pongTimeout() / 2);
        lastBeat = nanoTime;
        try {
            beat(isLate);
        } catch (RuntimeException e) {
            LOG.error("A heartbeat failed; the next one follows", e);
        }
    }

    /** Does what is due. */
    void beat(boolean isLate) {
        long now = shared.time().ticks();
        checkWatched(now, isLate);
        for (Pulse pulse : timeline.pollDue(now)) {
            try {
                beat(pulse, now, isLate);
            } catch (RuntimeException e) {
                pulse.connection().lane().broken(pulse.connection(), e);
            }
        }
        if (pulses == 0 && watched.isEmpty() && timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void beat(Pulse pulse, long now, boolean isLate) {
        Connection connection = pulse.connection();
        long heard = connection.activity().lastReceived();
        if (pulse.isUnanswered() && heard >= pulse.unansweredSince()) {
            pulse.answered();
        }
        if (pulse.isUnanswered() && now - pulse.unansweredSince() >= shared.pongTimeout() && !isLate) {
            if (connection.isReadingPaused() || takesBytes(connection.outbound(), now)) {
                // The answer may be there and cannot be read, or what waits in front of the ping is on its way.
                pulse.pinged(now);
            } else {
                connection.events().silent(connection);
                connection.ending().dead();
                return;
            }
        }
        boolean isTold = tellAlive(pulse, now);
        if (isTold && pulse.answersProtocol()) {
            // The answer to that is as good as one to a ping.
            pulse.pinged(pulse.isUnanswered() ? pulse.unansweredSince() : now);
            pulse.nextPing(now + shared.pingInterval());
        } else if (now >= pulse.nextPing()) {
            if (!pulse.isUnanswered() && now - heard < shared.pingInterval()) {
                pulse.nextPing(heard + shared.pingInterval());
            } else {
                // The time to answer begins now, not when what waits for the socket has been written.
                pulse.pinged(pulse.isUnanswered() ? pulse.unansweredSince() : now);
                pulse.nextPing(now + shared.pingInterval());
                pulse.ping(frames());
            }
        }
        if (!pulse.isStopped()) {
            long deadline = pulse.isUnanswered() ? Math.max(now + resolution, pulse.unansweredSince() + shared.pongTimeout())
                    : Long.MAX_VALUE;
            timeline.schedule(pulse.entry(), Math.min(Math.min(pulse.nextPing(), deadline), nextSign(pulse)));
        }
    }

    /** Who speaks the subprotocol hears something once an interval, by which it knows that the server is alive. */
    private boolean tellAlive(Pulse pulse, long now) {
        Outbound outbound = pulse.connection().outbound();
        // While bytes wait for the socket another frame would only wait behind them.
        boolean isDue = now >= nextSign(pulse) && outbound.unsent() == 0;
        if (isDue) {
            pulse.pingProtocol(frames());
        }
        if (now >= nextSign(pulse)) {
            pulse.signed(now);
        }
        return isDue;
    }

    private long nextSign(Pulse pulse) {
        return !pulse.connection().speaksProtocol() ? Long.MAX_VALUE
                : Math.max(pulse.signedAt(), pulse.connection().activity().lastWritten()) + shared.pingInterval();
    }

    /** Whether bytes wait for a socket that has taken some of them not long ago. */
    private boolean takesBytes(Outbound outbound, long now) {
        Progress progress = watched.get(outbound);
        return progress != null && now - progress.since < shared.pongTimeout();
    }

    /** Its socket has taken all that waited, and nothing else may come for a while. */
    private static void tellMissed(Connection connection) {
        for (Member member : connection.members()) {
            if (!member.isCatchingUp()) {
                member.writer().tellMissed();
            }
        }
    }

    private void checkWatched(long now, boolean isLate) {
        // What they are told may have to wait for their sockets again, which is to be watched.
        List<Connection> drained = new ArrayList<>();
        for (Iterator<Map.Entry<Outbound, Progress>> i = watched.entrySet().iterator(); i.hasNext();) {
            Map.Entry<Outbound, Progress> each = i.next();
            Outbound outbound = each.getKey();
            Progress progress = each.getValue();
            boolean isEmpty = outbound.unsent() == 0;
            if (outbound.hasEnded() || isEmpty) {
                i.remove();
                outbound.connection().isWatched(false);
            }
            if (outbound.hasEnded()) {
                continue;
            }
            long mark = outbound.progress();
            if (isEmpty || mark != progress.mark) {
                progress.mark = mark;
                progress.since = now;
                outbound.connection().activity().wrote(now);
                if (isEmpty) {
                    drained.add(outbound.connection());
                }
            } else if (now - progress.since >= shared.pongTimeout() && !isLate) {
                i.remove();
                outbound.connection().isWatched(false);
                outbound.connection().ending().stalled();
            }
        }
        drained.forEach(Heartbeat::tellMissed);
    }
}
