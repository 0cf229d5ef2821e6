package io.quarkiverse.channelbox.testing;

/** What a {@link GroupClient} asked for was refused, or failed. The connection stays open. */
public class CommandRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    CommandRefusedException(String command, int code, String reason) {
        super(command + " was refused with " + code + ": " + reason);
        this.code = code;
        this.reason = reason;
    }

    /** As an HTTP status. */
    public int code() {
        return code;
    }

    /** Why; what an {@code @OnEvent} method gave to its {@code EventRefusedException}, for instance. */
    public String reason() {
        return reason;
    }
}
