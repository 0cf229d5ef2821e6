package io.quarkiverse.channelbox.deployment;

/** An annotation of the extension, or an injected {@code Group}, that cannot work; the message names class, value and cure. */
public final class GroupDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GroupDefinitionException(String message) {
        super(message);
    }
}
