package io.quarkiverse.channelbox.runtime.upgrade;

/** An upgrade is refused with an HTTP status. It has no stack trace, since clients can cause as many as they like. */
public final class UpgradeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param reason what was wrong; it goes to the client, so it holds nothing that came from outside unescaped */
    public UpgradeRefusedException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
