package io.quarkiverse.channelbox;

/**
 * More bytes wait on this node than {@code quarkus.channel-box.max-pending} allows: the sockets do not take them as fast as
 * they are sent. The message was neither stored nor delivered; it can be sent again a little later.
 */
public class OverloadedException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    public OverloadedException(String message) {
        super(message);
    }

    /** @param target what was sent to, escaped where that is needed */
    public static OverloadedException sendingTo(String target) {
        return new OverloadedException("More bytes wait on this node than quarkus.channel-box.max-pending allows: nothing was"
                + " sent to " + target + "; send slower: wait for receipts (send, sendAndAwait), or raise"
                + " quarkus.channel-box.max-pending");
    }
}
