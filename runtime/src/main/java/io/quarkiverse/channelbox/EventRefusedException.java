package io.quarkiverse.channelbox;

/**
 * Thrown by a method with {@link OnEvent}, or the failure of the {@code Uni} that it returns: the client gets an error
 * reply with this code and reason. The log has one line of a kind in ten seconds, with the reason: do not name people in it.
 */
public class EventRefusedException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code the HTTP status that fits, 400 to 599
     * @param reason what the client is told; do not put anything in that it must not know
     * @throws IllegalArgumentException if there is no such code
     */
    public EventRefusedException(int code, String reason) {
        super(reason);
        if (code < 400 || code > 599) {
            throw new IllegalArgumentException("An event is refused with a code from 400 to 599, not " + code);
        }
        this.code = code;
    }

    /** The HTTP status that the client is told. */
    public int code() {
        return code;
    }
}
