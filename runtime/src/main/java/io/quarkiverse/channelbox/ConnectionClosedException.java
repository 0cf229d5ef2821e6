package io.quarkiverse.channelbox;

/** A connection that is closed, or is closing, can join nothing any more. */
public class ConnectionClosedException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    /** With what happened. */
    public ConnectionClosedException(String message) {
        super(message);
    }
}
