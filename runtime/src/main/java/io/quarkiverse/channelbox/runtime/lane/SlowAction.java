package io.quarkiverse.channelbox.runtime.lane;

import java.util.Locale;

/** What became of a channel that does not take what is sent to it. */
public enum SlowAction {
    /** Its connection was closed, since more waited for it than may. */
    DISCONNECTED,
    /** Messages were left out. */
    DROPPED,
    /** It goes on from the log when it takes something again. */
    CATCHING_UP,
    /** Its connection was cut off, since it took nothing for too long. */
    STALLED;

    private final String tag = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As metrics have it. */
    public String tag() {
        return tag;
    }
}
