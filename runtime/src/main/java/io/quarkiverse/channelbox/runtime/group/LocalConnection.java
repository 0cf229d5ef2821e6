package io.quarkiverse.channelbox.runtime.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.expiry.Activity;
import io.quarkiverse.channelbox.runtime.expiry.Durations;
import io.quarkiverse.channelbox.runtime.expiry.Pulse;
import io.quarkiverse.channelbox.runtime.fanout.EncodedPayload;
import io.quarkiverse.channelbox.runtime.fanout.EventLoopLane;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** A connection of this node that is, or was, in a group. */
public final class LocalConnection {

    private static final Logger LOG = Logger.getLogger(LocalConnection.class);
    /** How long a client may take to answer a close frame before it is cut off. */
    private static final long CLOSING_SECONDS = 5;

    private final WebSocketConnection webSocket;
    private final Optional<Channel> nettyChannel;
    private final Optional<String> principal;
    private final EventLoopLane lane;
    private final Activity activity;
    private final Pulse pulse;
    private final LocalConnections connections;
    /** Guarded by this; in the order of the joins. */
    private final List<LocalChannel> channels = new ArrayList<>(1);
    private boolean ended;
    /** Used on the lane. */
    private boolean closing;

    LocalConnection(WebSocketConnection webSocket, Optional<Channel> nettyChannel, Optional<String> principal,
            EventLoopLane lane, LocalConnections connections) {
        this.webSocket = webSocket;
        this.nettyChannel = nettyChannel;
        this.principal = principal;
        this.lane = lane;
        this.connections = connections;
        this.activity = connections.activityOf(this);
        this.pulse = connections.pulseOf(this);
    }

    public String id() {
        return webSocket.id();
    }

    public WebSocketConnection webSocket() {
        return webSocket;
    }

    public Optional<String> principal() {
        return principal;
    }

    public EventLoopLane lane() {
        return lane;
    }

    public Activity activity() {
        return activity;
    }

    public Pulse pulse() {
        return pulse;
    }

    Instant lastActive() {
        return activity.lastActive();
    }

    /** A snapshot. */
    public synchronized List<LocalChannel> channels() {
        return List.copyOf(channels);
    }

    /** The list itself: only with the monitor of this object. */
    List<LocalChannel> channelsUnderLock() {
        return channels;
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** With the monitor of this object: the shortest expiry of its channels is that of the connection. */
    void updateExpiry() {
        activity.expires(
                channels.stream().mapToLong(channel -> Durations.millis(channel.expires())).filter(millis -> millis > 0)
                        .min().orElse(0));
    }

    /** It closes or has broken: its memberships end at once. Returns how many there were. */
    public int ended(LeaveReason reason) {
        return connections.ended(this, reason);
    }

    /** A close frame came or goes: nothing may be written after it. Called on the lane. */
    void closeFramePassed() {
        closing = true;
        ended(LeaveReason.CLOSED);
    }

    /** Called on the lane. */
    void write(EncodedPayload payload) {
        if (closing) {
            return;
        }
        if (webSocket.isClosed()) {
            ended(LeaveReason.CLOSED);
            return;
        }
        Uni<Void> written = payload.isBinary() ? webSocket.sendBinary(payload.buffer()) : webSocket.sendText(payload.text());
        written.subscribe().with(ignored -> {
        }, this::writeFailed);
        activity.wrote();
    }

    private void writeFailed(Throwable failure) {
        // There may be many, one for each message that was on its way when the connection broke.
        LOG.debugf(failure, "A message could not be written to connection %s", id());
        ended(LeaveReason.CLOSED);
    }

    /**
     * Ends all memberships, sends a close frame after what was sent before, and cuts the connection off if it is still there a
     * little later. Completes when the close frame has been written, fails if it could not be.
     */
    public Uni<Void> close(CloseReason closeReason, LeaveReason leaveReason) {
        return Uni.createFrom().deferred(() -> {
            ended(leaveReason);
            nettyChannel.ifPresent(LocalConnection::cutOffLater);
            return Uni.createFrom().voidItem();
        }).emitOn(lane::execute)
                .chain(() -> webSocket.isClosed() ? Uni.createFrom().voidItem() : webSocket.close(closeReason));
    }

    private static void cutOffLater(Channel channel) {
        var cutOff = channel.eventLoop().schedule((Runnable) channel::close, CLOSING_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> cutOff.cancel(false));
    }
}
