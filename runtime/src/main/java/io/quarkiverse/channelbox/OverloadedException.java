package io.quarkiverse.channelbox;

/**
 * More waits on this node to be written to sockets than {@code quarkus.channel-box.max-pending} allows: nothing was stored, and
 * nobody gets the message. A publisher that waits for its receipts is slowed down before that happens.
 */
public class OverloadedException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    public OverloadedException(String message) {
        super(message);
    }
}
