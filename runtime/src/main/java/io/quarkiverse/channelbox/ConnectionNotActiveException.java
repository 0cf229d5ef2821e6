package io.quarkiverse.channelbox;

/**
 * A {@link io.quarkus.websockets.next.WebSocketConnection} that was injected stands for the connection that is being served, a
 * {@link Group} for the group of that connection, and none is being served: the call comes from outside of the callbacks of an
 * endpoint.
 */
public class ConnectionNotActiveException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    /** With what happened. */
    public ConnectionNotActiveException(String message) {
        super(message);
    }

    /** With what happened, and why. */
    public ConnectionNotActiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
