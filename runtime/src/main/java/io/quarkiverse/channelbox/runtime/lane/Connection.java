package io.quarkiverse.channelbox.runtime.lane;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.membership.Admission;
import io.quarkiverse.channelbox.runtime.membership.Connections;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** A connection of this node that is, or was, in a group. */
public final class Connection {

    private static final Logger LOG = Logger.getLogger(Connection.class);
    /** How long a client may take to answer a close frame before it is cut off. */
    private static final long CLOSING_SECONDS = 4;

    private final WebSocketConnection webSocket;
    private final Optional<Channel> nettyChannel;
    private final Optional<String> principal;
    private final boolean speaksProtocol;
    private final Lane lane;
    private final Activity activity;
    private final Pulse pulse;
    private final Connections connections;
    /** By group, the ids of the messages after which the client wants to go on; each counts once. Mostly {@code null}: none. */
    private final Map<String, String> resumeAfter;
    /** Guarded by this; in the order of the joins. */
    private final List<Member> channels = new ArrayList<>(1);
    private boolean ended;

    // What follows is used on the lane only.
    private final List<LaneMembers> laneGroups = new ArrayList<>(1);
    private FrameSink sink;
    private boolean unflushed;
    private boolean closing;

    public Connection(WebSocketConnection webSocket, Optional<Channel> nettyChannel, Admission admission,
            Lane lane, Connections connections) {
        this.webSocket = webSocket;
        this.nettyChannel = nettyChannel;
        this.principal = admission.principal();
        this.resumeAfter = admission.resumeAfter().isEmpty() ? null : new ConcurrentHashMap<>(admission.resumeAfter());
        this.speaksProtocol = Subprotocol.NAME.equals(webSocket.subprotocol());
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

    /** The id of the message after which the client wants to go on in a group; empty from the second call on. */
    public Optional<String> takeResumeAfter(String group) {
        return resumeAfter == null ? Optional.empty() : Optional.ofNullable(resumeAfter.remove(group));
    }

    /** Whether messages go to it in the envelopes of the subprotocol. */
    public boolean speaksProtocol() {
        return speaksProtocol;
    }

    public Lane lane() {
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
    public synchronized List<Member> channels() {
        return List.copyOf(channels);
    }

    /** The list itself: only with the monitor of this object. */
    public List<Member> channelsUnderLock() {
        return channels;
    }

    public boolean hasEnded() {
        return ended;
    }

    public void end() {
        ended = true;
    }

    /** With the monitor of this object: the shortest expiry of its channels is that of the connection. */
    public void updateExpiry() {
        activity.expires(
                channels.stream().mapToLong(channel -> Durations.millis(channel.expires())).filter(millis -> millis > 0)
                        .min().orElse(0));
    }

    /** It closes or has broken: its memberships end at once. Returns how many there were. */
    public int ended(LeaveReason reason) {
        return connections.ended(this, reason);
    }

    /** Called on the lane. */
    public void joined(LaneMembers group) {
        laneGroups.add(group);
        if (laneGroups.size() == 2) {
            laneGroups.get(0).sharing(1);
        }
        if (laneGroups.size() >= 2) {
            group.sharing(1);
        }
    }

    /** Called on the lane. */
    public void left(LaneMembers group) {
        if (laneGroups.size() >= 2) {
            group.sharing(-1);
        }
        laneGroups.remove(group);
        if (laneGroups.size() == 1) {
            laneGroups.get(0).sharing(-1);
        }
    }

    /** A frame of the endpoint itself was written. Called on the lane. */
    public void passed(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            over();
        } else if (!frame.isFinalFragment() || frame instanceof ContinuationWebSocketFrame) {
            FrameSink direct = sinkOrNull();
            if (direct != null) {
                direct.passed(frame);
            }
        }
    }

    /** A close frame came or goes, or TCP has ended: nothing may be written any more. Called on the lane. */
    public void over() {
        stopWriting();
        ended(LeaveReason.CLOSED);
    }

    private void stopWriting() {
        closing = true;
        if (sink != null) {
            sink.ended();
        }
    }

    /** Called on the lane. Returns whether the batch was dropped, since the client does not take what it was sent before. */
    public boolean write(FrameBatch batch, GroupSettings settings) {
        if (closing || batch.isEmpty()) {
            return false;
        }
        FrameSink direct = sinkOrNull();
        if (direct == null) {
            writeByWebSocket(batch);
            return false;
        }
        // Of a connection in one group only all that waits comes in one batch: it need not wait for more.
        boolean flush = laneGroups.size() == 1;
        switch (direct.write(batch.frames(), settings.maxBuffered(), flush)) {
            case WRITTEN -> {
                activity.wrote(lane.now());
                if (!flush && !unflushed) {
                    unflushed = true;
                    lane.flushLater(this);
                }
            }
            case CLOSED -> over();
            case FULL -> {
                connections.slowConsumers().full(this, settings.slowConsumer(), batch.payloads().size());
                return !closing;
            }
        }
        return false;
    }

    /** Writes a frame of the subprotocol, after what was sent before; from any thread. */
    public void writeLater(EncodedPayload frame, GroupSettings settings) {
        lane.execute(() -> write(frame, settings));
    }

    /** Like the other one, for a single frame. */
    boolean write(EncodedPayload frame, GroupSettings settings) {
        FrameBatch batch = new FrameBatch(List.of(frame), lane.encoder());
        try {
            return write(batch, settings);
        } finally {
            batch.release();
        }
    }

    /** Called on the lane. */
    public void flush() {
        unflushed = false;
        sink.flush();
    }

    private FrameSink sinkOrNull() {
        if (sink == null && nettyChannel.isPresent()) {
            sink = FrameSink.of(nettyChannel.get());
        }
        return sink;
    }

    /** Where the pipeline is not to be had. */
    private void writeByWebSocket(FrameBatch batch) {
        if (webSocket.isClosed()) {
            ended(LeaveReason.CLOSED);
            return;
        }
        for (EncodedPayload payload : batch.payloads()) {
            Uni<Void> written = payload.isBinary() ? webSocket.sendBinary(payload.buffer())
                    : webSocket.sendText(payload.text());
            written.subscribe().with(ignored -> {
            }, this::writeFailed);
        }
        activity.wrote(lane.now());
    }

    private void writeFailed(Throwable failure) {
        // There may be many, one for each message that was on its way when the connection broke.
        LOG.debugf(failure, "A message could not be written to connection %s", id());
        ended(LeaveReason.CLOSED);
    }

    /** Called on the lane: nothing more is written but a close frame. */
    public void disconnect(CloseReason closeReason, LeaveReason leaveReason) {
        stopWriting();
        close(closeReason, leaveReason).subscribe().with(closed -> {
        }, failure -> LOG.debugf(failure, "Connection %s broke while it was closed", id()));
    }

    /**
     * Ends all memberships, sends a close frame after what was sent before, and cuts the connection off if it is still there a
     * little later. Completes when the close frame has been written, fails if it could not be.
     */
    public Uni<Void> close(CloseReason closeReason, LeaveReason leaveReason) {
        return Uni.createFrom().deferred(() -> {
            ended(leaveReason);
            nettyChannel.ifPresent(Connection::cutOffLater);
            return Uni.createFrom().voidItem();
        }).emitOn(lane::execute)
                .chain(() -> webSocket.isClosed() ? Uni.createFrom().voidItem() : webSocket.close(closeReason));
    }

    private static void cutOffLater(Channel channel) {
        // From the first handler on: TLS would wait for what the client does not take.
        var cutOff = channel.eventLoop().schedule(() -> {
            ChannelHandlerContext first = channel.pipeline().firstContext();
            return first == null ? channel.close() : first.close();
        }, CLOSING_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> cutOff.cancel(false));
    }
}
