package io.quarkiverse.channelbox;

/**
 * A payload could not be encoded, or does not fit the payload type of its group or of a member on this node, or is too large to
 * be stored: it reached nobody.
 */
public class PayloadException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    /** With what happened. */
    public PayloadException(String message) {
        super(message);
    }

    /** With what happened, and why. */
    public PayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
