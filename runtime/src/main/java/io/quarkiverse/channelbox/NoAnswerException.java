package io.quarkiverse.channelbox;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A connection was {@linkplain Client#ask asked}, and there is no answer. */
public class NoAnswerException extends ChannelBoxException {

    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    public enum Reason {
        /** There is no such connection, on no node that is alive. */
        NO_CONNECTION,
        /** It does not speak {@code channelbox.v1}, so that it cannot be asked. */
        NOT_ASKABLE,
        /** It ended, or did not take the question, before it answered. */
        GONE,
        /** It did not answer in time. */
        TIMEOUT,
        /** It answered that it cannot answer; {@link NoAnswerException#error()} says why. */
        ERROR
    }

    private final Reason reason;
    private final @Nullable String error;

    /** Without anything that the client said. */
    public NoAnswerException(String message, Reason reason) {
        this(message, reason, null);
    }

    /** @param error what the client said, if it said something */
    public NoAnswerException(String message, Reason reason, @Nullable String error) {
        super(message);
        this.reason = reason;
        this.error = error;
    }

    /** Why there is none. */
    public Reason reason() {
        return reason;
    }

    /** What the client said, as it is; present if the reason is {@link Reason#ERROR}. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }
}
