package io.quarkiverse.channelbox.testing;

import java.util.Objects;

/** How a connection ended. Immutable. */
public final class Closed {

    static final int WITHOUT_CLOSE_FRAME = 1006;

    private final int code;
    private final String reason;

    Closed(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The code of the close frame; 1006 if there was none. */
    public int code() {
        return code;
    }

    /** The reason in the close frame; empty for none. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Closed that && code == that.code && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, reason);
    }

    /** The code, and the reason in quotes. */
    @Override
    public String toString() {
        return code + " '" + reason + "'";
    }
}
