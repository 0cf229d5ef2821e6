package io.quarkiverse.channelbox.runtime.lane;

/** What became of a channel that does not take what is sent to it. */
public enum SlowAction {
    /** Its connection was closed, since more waited for it than may. */
    DISCONNECTED,
    /** Messages were left out. */
    DROPPED,
    /** It goes on from the log when it takes something again. */
    CATCHING_UP,
    /** Its connection was cut off, since it took nothing for too long. */
    STALLED
}
