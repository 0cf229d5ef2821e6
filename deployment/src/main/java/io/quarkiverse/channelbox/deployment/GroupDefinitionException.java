package io.quarkiverse.channelbox.deployment;

/** A {@code @ChannelGroup} that cannot work; the message names the class, the annotation, its value and the cure. */
public final class GroupDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GroupDefinitionException(String message) {
        super(message);
    }
}
