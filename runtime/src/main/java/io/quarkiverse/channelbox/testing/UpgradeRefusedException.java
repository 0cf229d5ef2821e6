package io.quarkiverse.channelbox.testing;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A {@link GroupClient} was not let in. */
public class UpgradeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String reason;

    UpgradeRefusedException(String address, int status, @Nullable String reason, Throwable cause) {
        super("The upgrade of " + address + " was refused with " + status + (reason == null ? "" : ": " + reason), cause);
        this.status = status;
        this.reason = reason;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** What was wrong, from the header {@code Channel-Box-Refusal}; empty if somebody else refused it, as for most 401. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
