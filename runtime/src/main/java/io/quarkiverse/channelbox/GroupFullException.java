package io.quarkiverse.channelbox;

/**
 * An explicit join was refused since the group or the node has as many channels, or the node as many groups, as it may have.
 */
public class GroupFullException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    /** With what happened. */
    public GroupFullException(String message) {
        super(message);
    }
}
