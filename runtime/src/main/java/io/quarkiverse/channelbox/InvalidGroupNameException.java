package io.quarkiverse.channelbox;

/**
 * A group name is empty, too long, or has characters that {@code quarkus.channel-box.group-name-pattern} does not allow.
 * The message never holds the name unescaped.
 */
public class InvalidGroupNameException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong with the name. */
    public InvalidGroupNameException(String message) {
        super(message);
    }
}
