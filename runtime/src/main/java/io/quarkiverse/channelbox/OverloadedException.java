package io.quarkiverse.channelbox;

/**
 * More bytes wait on this node than {@code quarkus.channel-box.max-pending} allows: the sockets do not take them as fast as
 * they are sent. The message was neither stored nor delivered; it can be sent again a little later. Whoever waits for receipts
 * ({@code send}, {@code sendAndAwait}) before sending more is slowed down in time.
 * <p>
 * Of {@code ask} also: {@code quarkus.channel-box.max-asks} wait for answers on this node; nobody was asked.
 */
public class OverloadedException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    /** With what happened. */
    public OverloadedException(String message) {
        super(message);
    }
}
