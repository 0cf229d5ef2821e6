package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.quarkiverse.channelbox.runtime.lane.FrameSink.Outcome;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * What is written to one connection: straight into its pipeline where that can be had, within a bound of bytes that wait for
 * the socket. Used on the lane.
 */
final class Outbound {

    private final Connection connection;
    private final Lane lane;
    /** {@code null} if it cannot be had. */
    private final Channel channel;
    private final Activity activity;
    private final boolean takesCompressed;
    private FrameSink sink;
    /** {@code null} if there is none, or not yet. */
    private Bypass bypass;
    private boolean isUnflushed;
    private boolean hasEnded;
    /** Of a slice of the log that is on its way; it does not count as waiting, since it goes as fast as the socket takes it. */
    private long sliceBytes;
    private final CursorTurns turns = new CursorTurns();

    Outbound(Connection connection, Activity activity, Channel channel) {
        this.connection = connection;
        this.activity = activity;
        this.lane = connection.lane();
        this.channel = channel;
        this.takesCompressed = channel != null && CompressedMessages.areTaken(channel);
    }

    /** What many get, as this client takes it. */
    FrameBatch negotiated(FrameBatch batch) {
        return takesCompressed ? batch.compressed() : batch;
    }

    /**
     * Writes messages.
     *
     * @param maxUnsent how many bytes may wait for the socket; a single batch may be larger
     */
    Outcome write(FrameBatch batch, long maxUnsent) {
        // Of a connection in one group only all that waits comes in one batch: it need not wait for more.
        boolean flush = !connection.groups().areSeveral();
        Outcome outcome = write(batch, maxUnsent, flush);
        if (outcome == Outcome.WRITTEN && !flush && sink != null && !isUnflushed) {
            isUnflushed = true;
            lane.unflushed().add(this);
        }
        return outcome;
    }

    /** The way past the pipeline if there is nothing in it, open until something gets there; {@code null} if there is none. */
    Bypass openBypass(FrameForm form) {
        if (sink == null || hasEnded || !sink.isEmpty() || connection.groups().areSeveral()
                || lane.shared().traffic().isOn()) {
            return null;
        }
        if (bypass == null) {
            bypass = sink.bypass(this, activity);
        }
        return bypass.open(form, takesCompressed, lane.now()) ? bypass : null;
    }

    /** Something waits for the socket. */
    void waits() {
        lane.heartbeat().watch(this);
    }

    /** What comes next has to go the usual way. */
    void shutBypass() {
        if (bypass != null) {
            bypass.shut();
        }
    }

    private Outcome write(FrameBatch batch, long maxUnsent, boolean flush) {
        if (hasEnded) {
            return Outcome.CLOSED;
        }
        if (batch.isEmpty()) {
            return Outcome.WRITTEN;
        }
        FrameSink direct = sinkOrNull();
        if (direct == null) {
            new WebSocketWriter(connection).write(batch.payloads(), () -> {
            });
            return Outcome.WRITTEN;
        }
        Outcome outcome = direct.write(batch.frames(), maxUnsent + sliceBytes, flush);
        switch (outcome) {
            case WRITTEN -> {
                lane.shared().traffic().sent(connection, batch.payloads());
                if (flush) {
                    flushed();
                }
            }
            case CLOSED -> connection.over();
            case FULL -> {
            }
        }
        return outcome;
    }

    /**
     * Writes a single frame to this connection only, also outside of the turns of the lane.
     *
     * @param flush if not, whoever calls it sees to {@link #flush}
     */
    Outcome write(EncodedPayload frame, long maxUnsent, boolean flush) {
        FrameBatch batch = new FrameBatch(List.of(frame), lane.encoder());
        try {
            return write(batch, maxUnsent, flush);
        } finally {
            batch.release();
        }
    }

    void flush() {
        if (!hasEnded && sink != null) {
            sink.flush();
            flushed();
        }
    }

    void flushNow() {
        isUnflushed = false;
        flush();
    }

    /** What the socket took is activity; what waits for it is watched. */
    private void flushed() {
        if (sink.unsent() == 0) {
            activity.wrote(lane.now());
        } else {
            lane.heartbeat().watch(this);
        }
    }

    /**
     * Writes pieces of the log, whatever waits already.
     *
     * @param written called on the lane when the socket has taken all of it
     */
    void writeSlice(List<FrameBatch> batches, Runnable written) {
        if (hasEnded) {
            return;
        }
        FrameSink direct = sinkOrNull();
        if (direct == null) {
            new WebSocketWriter(connection).write(batches.stream().flatMap(batch -> batch.payloads().stream()).toList(),
                    written);
            return;
        }
        long bytes = 0;
        for (FrameBatch batch : batches) {
            if (!batch.isEmpty()) {
                bytes += batch.frames().readableBytes();
                direct.write(batch.frames());
                lane.shared().traffic().sent(connection, batch.payloads());
            }
        }
        long onItsWay = bytes;
        sliceBytes += onItsWay;
        direct.flushAndThen(() -> {
            sliceBytes -= onItsWay;
            if (!hasEnded) {
                activity.wrote(lane.now());
                written.run();
            }
        });
        if (direct.unsent() > 0) {
            lane.heartbeat().watch(this);
        }
    }

    /** Writes a frame that is encoded already, whatever waits; returns whether the pipeline can be had. */
    boolean write(ByteBuf frame) {
        FrameSink direct = sinkOrNull();
        if (direct != null && !hasEnded) {
            direct.write(frame);
            direct.flush();
            if (direct.unsent() > 0) {
                lane.heartbeat().watch(this);
            }
        }
        return direct != null;
    }

    CursorTurns turns() {
        return turns;
    }

    /** A frame of the endpoint itself was written. */
    void passed(WebSocketFrame frame) {
        FrameSink direct = sinkOrNull();
        if (direct != null) {
            direct.passed(frame);
        }
    }

    private FrameSink sinkOrNull() {
        if (sink == null && channel != null) {
            sink = FrameSink.of(channel);
        }
        return sink;
    }

    Connection connection() {
        return connection;
    }

    /** How many bytes wait for the socket; about so many where it is asked for off the lane. */
    long unsent() {
        return sink == null ? 0 : sink.unsent();
    }

    /** How many bytes of what the channel has, whoever wrote it, wait for the socket, but for slices. */
    long unsentButSlices() {
        FrameSink direct = sinkOrNull();
        return direct == null ? 0 : direct.unsentOfChannel() - sliceBytes;
    }

    /** Another number after the socket has taken something of what waited. */
    long progress() {
        return sink == null ? 0 : sink.progress();
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Nothing is written any more. */
    void end() {
        hasEnded = true;
        shutBypass();
        turns.end();
        if (sink != null) {
            sink.ended();
        }
    }
}
