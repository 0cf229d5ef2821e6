package io.quarkiverse.channelbox.runtime.lane;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.time.Timeline;

/** Where a connection is between one ping and the next. Used on the lane; times are ticks in milliseconds. */
final class Pulse {

    /** Of a ping, and so of the pong that answers it. */
    static final byte[] PAYLOAD = "channel-box".getBytes(StandardCharsets.US_ASCII);
    private static final long NEVER = -1;

    private final Connection connection;
    private final Timeline.Entry<Pulse> entry = new Timeline.Entry<>(this);
    private long nextPing = NEVER;
    private long unansweredSince = NEVER;
    private long signedAt;
    private boolean answersProtocol;
    private boolean stopped;

    Pulse(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    void ping(PingFrames frames) {
        if (!connection.outbound().write(frames.webSocket())) {
            new WebSocketWriter(connection).ping();
        }
    }

    /** Like {@link #ping}, with a frame that the client sees. */
    void pingProtocol(PingFrames frames) {
        if (connection.outbound().write(frames.protocol())) {
            connection.lane().shared().traffic().sentPing(connection);
        } else {
            new WebSocketWriter(connection).write(List.of(EncodedPayload.json(ProtocolFrames.PING)), () -> {
            });
        }
    }

    Timeline.Entry<Pulse> entry() {
        return entry;
    }

    void start(long firstPing) {
        nextPing = firstPing;
    }

    /** Returns whether it was going. */
    boolean stop() {
        boolean wasGoing = nextPing != NEVER && !stopped;
        stopped = true;
        return wasGoing;
    }

    boolean isStopped() {
        return stopped;
    }

    long nextPing() {
        return nextPing;
    }

    void nextPing(long ticks) {
        nextPing = ticks;
    }

    boolean isUnanswered() {
        return unansweredSince != NEVER;
    }

    /** When the first of the pings was due that wait for an answer. */
    long unansweredSince() {
        return unansweredSince;
    }

    void pinged(long ticks) {
        unansweredSince = ticks;
    }

    /** When the client was told last that the server is alive, by a frame for nothing else. */
    long signedAt() {
        return signedAt;
    }

    void signed(long ticks) {
        signedAt = ticks;
    }

    /** Whether the client answers the pings of the subprotocol, so that it needs no others. */
    boolean answersProtocol() {
        return answersProtocol;
    }

    void answeredProtocol() {
        answersProtocol = true;
    }

    void answered() {
        unansweredSince = NEVER;
    }
}
