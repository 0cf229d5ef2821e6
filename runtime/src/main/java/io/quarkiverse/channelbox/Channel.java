package io.quarkiverse.channelbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/** One connection's membership of one group. Thread-safe. */
public interface Channel {

    /** Identifies the channel on this node: {@code <connection id>/<group>}. */
    String id();

    /** The name of the group. */
    String group();

    /** The connection that is the member. */
    WebSocketConnection connection();

    /** How payloads are encoded for this member. */
    PayloadType payloadType();

    /** When the connection joined. */
    Instant joinedAt();

    /**
     * When the connection was last active: it sent a frame (a pong included), or its socket took something of what was sent to
     * it.
     */
    Instant lastActive();

    /** How long the connection may be idle before the cleanup closes it; {@link Duration#ZERO} means for ever. */
    Duration expires();

    /** The name of the authenticated principal of the connection, if there is one. */
    Optional<String> principal();

    /** The attributes given at the join; unmodifiable. */
    Map<String, String> attributes();

    /**
     * When the messages that are sent on other nodes reach the channel, too. What is sent on this node does from the join on.
     *
     * @return completes then: at once with the local engine, when the channel ends, and after
     *         {@code quarkus.channel-box.redis.timeout} if Redis does not answer; never fails
     */
    @CheckReturnValue
    Uni<Void> subscribed();

    /** Whether the connection is still a member of the group. */
    boolean isMember();
}
