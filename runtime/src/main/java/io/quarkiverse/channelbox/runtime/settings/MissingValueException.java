package io.quarkiverse.channelbox.runtime.settings;

/** A value is missing of which the name of a group is made. */
public class MissingValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean ofUser;

    MissingValueException(String message, boolean ofUser) {
        super(message);
        this.ofUser = ofUser;
    }

    /** Whether it is the user: nobody is authenticated. */
    public boolean isOfUser() {
        return ofUser;
    }
}
