package io.quarkiverse.channelbox.deployment;

/** A {@code @ChannelGroup} or {@code @OnEvent} that cannot work; the message names class, annotation, value and cure. */
public final class GroupDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GroupDefinitionException(String message) {
        super(message);
    }
}
