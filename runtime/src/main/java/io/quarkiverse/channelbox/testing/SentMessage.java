package io.quarkiverse.channelbox.testing;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;

/** One send of the application under test. Thread-safe. */
public interface SentMessage {

    /** Whom a message may be for. */
    enum Kind {
        /** The members of one group. */
        GROUP,
        /** The members of several groups, each once. */
        GROUPS,
        /** The connections of one user. */
        USER,
        /** One connection. */
        CONNECTION
    }

    /** Whom it was for. */
    Kind kind();

    /** The name of the group, the names of the groups, the name of the user's principal, or the id of the connection. */
    List<String> names();

    /** Whether it was for the members of that group, among others maybe. */
    default boolean isTo(String group) {
        return (kind() == Kind.GROUP || kind() == Kind.GROUPS) && names().contains(group);
    }

    /**
     * The object that the application gave, not a copy. What a client published over its socket is a {@code JsonNode}, a
     * {@code String} or a {@code byte[]}.
     */
    Object payload();

    /**
     * The payload, if it is of that type; else what clients get of it: as a {@code String} its {@link #text}, as a
     * {@code byte[]} its {@link #bytes}, or decoded from JSON.
     *
     * @throws IllegalArgumentException if it cannot be decoded to that
     * @throws IllegalStateException if it failed before it was encoded
     */
    <T> T payload(Class<T> type);

    /** The payload as clients get it: JSON, or a text as it is. @throws IllegalStateException if it is binary or failed */
    String text();

    /**
     * The payload as clients get it, in UTF-8 if it is JSON or text.
     *
     * @throws IllegalStateException if it failed before it was encoded, with a {@link PayloadException} for instance
     */
    byte[] bytes();

    /** With which options it was sent. */
    SendOptions options();

    /** The name of its event; empty for none. */
    default Optional<String> event() {
        return options().getEvent();
    }

    /** What became of it; empty if it failed, or is still under way. */
    Optional<Receipt> receipt();

    /** Why it failed; a {@link java.util.concurrent.CancellationException} if whoever waited for the receipt cancelled. */
    Optional<Throwable> failure();
}
