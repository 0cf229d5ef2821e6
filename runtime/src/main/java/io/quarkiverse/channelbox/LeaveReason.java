package io.quarkiverse.channelbox;

/** Why a channel ended. */
public enum LeaveReason {

    /** {@link Group#leave} or {@link Clients#leave} was called, or the client left by a command. */
    LEFT,

    /** The connection closed or broke. */
    CLOSED,

    /** The connection was idle for longer than it may, did not answer a ping in time, or could not be written to. */
    EXPIRED,

    /**
     * The client did not take what was sent to it: more waited than {@code quarkus.channel-box.max-buffered}, or its socket
     * took nothing for {@code quarkus.channel-box.pong-timeout}.
     */
    SLOW_CONSUMER,

    /** The group was flushed. */
    FLUSHED,

    /** {@link Group#disconnect} or {@link Clients#disconnect} was called. */
    DISCONNECTED,

    /** The application stops. */
    SHUTDOWN
}
