package io.quarkiverse.channelbox;

import org.jspecify.annotations.Nullable;

/**
 * What spans the nodes cannot be used: Redis is away, too slow, or refuses. A message was then neither stored nor delivered
 * and never will be, unless {@link #isOutcomeUnknown()}.
 */
public class EngineUnavailableException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /** Nothing was done. */
    public EngineUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** Nothing was done, unless {@code outcomeUnknown}: see {@link #isOutcomeUnknown()}. */
    public EngineUnavailableException(String message, @Nullable Throwable cause, boolean outcomeUnknown) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /**
     * Whether it may have been done all the same: the request was on its way when the connection was lost and it did not come
     * back in time to ask, or another node was asked and did not answer in time. A message that was not sent by now will not
     * be; a send with an idempotency key can be repeated.
     */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
