package io.quarkiverse.channelbox.runtime.membership;

/** A client may not have what it asks for. */
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(int status, String reason) {
        super(reason, null, false, false);
        this.refusal = new Refusal(status, reason);
    }

    public Refusal refusal() {
        return refusal;
    }
}
