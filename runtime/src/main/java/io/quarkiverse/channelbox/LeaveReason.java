package io.quarkiverse.channelbox;

/** Why a channel ended. */
public enum LeaveReason {

    /** {@link Group#leave} was called. */
    LEFT,

    /** The connection closed or broke. */
    CLOSED,

    /** The connection was idle for longer than it may, or did not answer a ping in time. */
    EXPIRED,

    /** The client did not take what was sent to it ({@code quarkus.channel-box.max-buffered}). */
    SLOW_CONSUMER,

    /** The group was flushed. */
    FLUSHED,

    /** {@link Group#disconnect} was called. */
    DISCONNECTED,

    /** The application stops. */
    SHUTDOWN
}
