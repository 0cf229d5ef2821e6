package io.quarkiverse.channelbox.runtime.lane;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/**
 * A connection of this node that is, or may come to be, in a group. What is written is written on its lane; what is public may
 * be called from anywhere unless it says otherwise.
 */
public final class Connection {

    /** Of a connection that is idle for too long, or does not answer. */
    public static final CloseReason EXPIRED = Ending.EXPIRED;

    private final WebSocketConnection webSocket;
    private final Optional<Channel> channel;
    private final Optional<String> principal;
    private final boolean speaksProtocol;
    private final Lane lane;
    private final ConnectionEvents events;
    private final Positions positions;
    private final Joined joined = new Joined();
    private final ProtocolWriter protocol = new ProtocolWriter(this);
    private final Ending ending;

    private volatile boolean isWatched;

    // What follows is used on the lane only.
    private final Outbound outbound;
    private final Activity activity;
    private final Pulse pulse = new Pulse(this);
    private final JoinedOnLane groups = new JoinedOnLane();
    private final EndpointFrames endpointFrames = new EndpointFrames(this);

    /** @param channel its Netty channel, if that can be had */
    public Connection(WebSocketConnection webSocket, Optional<Channel> channel, Optional<String> principal,
            Positions positions, Lane lane, ConnectionEvents events) {
        this.webSocket = webSocket;
        this.channel = channel;
        this.principal = principal;
        this.speaksProtocol = Subprotocol.NAME.equals(webSocket.subprotocol());
        this.lane = lane;
        this.events = events;
        this.positions = positions;
        this.ending = new Ending(this, channel);
        this.activity = lane.expirations().track(this);
        this.outbound = new Outbound(this, activity, channel.orElse(null));
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

    /** Whether messages go to it in the envelopes of the subprotocol. */
    public boolean speaksProtocol() {
        return speaksProtocol;
    }

    /** The id up to which the client says that it has the log of a group, when it connected; empty from the second call on. */
    public Optional<String> takePosition(String group) {
        return positions.take(group);
    }

    FrameForm form(PayloadType payloadType) {
        return speaksProtocol ? FrameForm.ENVELOPE : FrameForm.of(payloadType);
    }

    public Lane lane() {
        return lane;
    }

    /** For frames of the subprotocol, if it {@link #speaksProtocol}. */
    public ProtocolWriter protocol() {
        return protocol;
    }

    ConnectionEvents events() {
        return events;
    }

    Outbound outbound() {
        return outbound;
    }

    Activity activity() {
        return activity;
    }

    public Instant lastActive() {
        return activity.lastActive();
    }

    /**
     * How many bytes wait for its socket, as it was a moment ago. Whoever asks all connections touches nothing else of those to
     * which all was written.
     */
    public long bufferedBytes() {
        return isWatched ? outbound.unsent() : 0;
    }

    /** Whether something may wait for its socket. Called on the lane. */
    void isWatched(boolean watched) {
        isWatched = watched;
    }

    /** How many groups it is in. */
    public int groupCount() {
        return joined.size();
    }

    public boolean isIn(String group) {
        return joined.contains(group);
    }

    /** Its channels in the order of the joins: a snapshot. */
    public List<Member> members() {
        return joined.all();
    }

    Joined joined() {
        return joined;
    }

    // ---- its life ----

    /** It is followed from now on. */
    public void start() {
        // Before the client learns that it is connected.
        lane.runOrExecute(() -> lane.heartbeat().start(pulse));
    }

    public boolean hasEnded() {
        return joined.hasEnded();
    }

    /** Ends it for good; returns what it was a member of, nothing from the second call on. */
    public List<Member> end() {
        List<Member> left = joined.end();
        lane.execute(() -> {
            activity.stop();
            lane.heartbeat().stop(pulse);
        });
        return left;
    }

    /** The shortest expiry of its channels is that of the connection. */
    public void updateExpiry() {
        lane.runOrExecute(() -> activity.expires(joined.shortestExpiry()));
    }

    // ---- on the lane ----

    JoinedOnLane groups() {
        return groups;
    }

    /** Whether the server itself does not read from it at the moment, as it does when the endpoint is slow. */
    boolean isReadingPaused() {
        return channel.isPresent() && !channel.get().config().isAutoRead();
    }

    /**
     * A frame came from the client. Called on the lane.
     *
     * @return whether it is the answer to a ping of the lane, which concerns nobody else
     */
    public boolean received(Object message) {
        activity.received();
        if (message instanceof CloseWebSocketFrame) {
            over();
        }
        return message instanceof PongWebSocketFrame pong && pong.content().equals(lane.heartbeat().frames().payload());
    }

    /** The client answered a ping of the subprotocol. Called on the lane. */
    public void ponged() {
        pulse.answeredProtocol();
    }

    /** A frame of the endpoint itself was written. Called on the lane. */
    public void passed(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            ending.cutOffLater();
            over();
        } else {
            endpointFrames.passed(frame);
        }
    }

    /** What the endpoint itself writes. */
    public EndpointFrames endpointFrames() {
        return endpointFrames;
    }

    /** A close frame came or goes, or TCP has ended: nothing may be written any more. Called on the lane. */
    public void over() {
        outbound.end();
        events.ended(this, LeaveReason.CLOSED);
    }

    /** How it is ended by the server. */
    Ending ending() {
        return ending;
    }

    /**
     * Ends all memberships, sends a close frame, and cuts the connection off if it is still there a little later. Completes
     * when the close frame has been written, fails if it could not be. From any thread.
     */
    public Uni<Void> close(CloseReason closeReason, LeaveReason leaveReason) {
        return ending.close(closeReason, leaveReason);
    }

    /** {@linkplain #close Closes} it and waits for nothing. From any thread. */
    public void closeAndForget(CloseReason closeReason, LeaveReason leaveReason) {
        ending.closeAndForget(closeReason, leaveReason);
    }

    /** Ends its TCP connection, whatever was not written. From any thread. */
    public void cutOff() {
        channel.ifPresent(tcp -> lane.execute(() -> CutOff.now(tcp)));
    }
}
