package io.quarkiverse.channelbox.runtime.lane;

import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * What the endpoint itself writes to a connection, past the lane, which learns of it when it has been written: nothing is left
 * out then. Whoever does not take it is watched like any other, and is too slow if for {@code pong-timeout} more waits than may
 * and the endpoint still writes. Used on the lane.
 */
public final class EndpointFrames {

    private static final long NOT_FULL = -1;

    private final Connection connection;
    private long fullSince = NOT_FULL;

    EndpointFrames(Connection connection) {
        this.connection = connection;
    }

    /** A frame was written, and may not have been flushed. */
    void passed(WebSocketFrame frame) {
        if (!frame.isFinalFragment() || frame instanceof ContinuationWebSocketFrame) {
            connection.outbound().passed(frame);
        }
        if (fullSince != NOT_FULL && areTooMany() && !connection.outbound().hasEnded()
                && now() - fullSince >= connection.lane().shared().pongTimeout()) {
            connection.ending().tooSlow();
        }
    }

    /** What was written was flushed: what the socket did not take is watched. */
    public void flushed() {
        Outbound outbound = connection.outbound();
        if (!outbound.hasEnded() && outbound.unsentButSlices() > 0) {
            connection.lane().heartbeat().watch(outbound);
        }
        if (!areTooMany()) {
            fullSince = NOT_FULL;
        } else if (fullSince == NOT_FULL) {
            fullSince = now();
        }
    }

    /** Whether more waits for the socket than {@code max-buffered}. */
    public boolean areTooMany() {
        long unsent = connection.outbound().unsentButSlices();
        return unsent > connection.lane().shared().maxBuffered()
                && connection.members().stream().noneMatch(member -> unsent <= member.settings().maxBuffered());
    }

    private long now() {
        return connection.lane().shared().time().ticks();
    }
}
