package io.quarkiverse.channelbox.runtime.protocol;

import java.util.OptionalLong;

/** A frame that should be a command is none; the message tells the client why. */
public class CommandSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient OptionalLong ref;

    /** @param ref that of the command, as far as it could be read */
    CommandSyntaxException(OptionalLong ref, String message) {
        super(message, null, false, false);
        this.ref = ref;
    }

    public OptionalLong ref() {
        return ref;
    }
}
