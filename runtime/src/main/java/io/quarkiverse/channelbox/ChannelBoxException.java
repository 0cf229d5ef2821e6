package io.quarkiverse.channelbox;

import org.jspecify.annotations.Nullable;

/** The base of the failures that are channel-box's own; its message names what was wrong and the cure. */
public class ChannelBoxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what happened. */
    public ChannelBoxException(String message) {
        super(message);
    }

    /** With what happened, and why. */
    public ChannelBoxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
