package io.quarkiverse.channelbox.runtime.membership;

/** A client may not have what it asks for. */
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(int status, String reason) {
        this(status, reason, null, reason);
    }

    /**
     * @param key of the configuration that decides; {@code null} if there is none
     * @param detail for the log, not for the client
     */
    public RefusedException(int status, String reason, String key, String detail) {
        super(detail, null, false, false);
        this.refusal = new Refusal(status, reason, key);
    }

    public Refusal refusal() {
        return refusal;
    }
}
