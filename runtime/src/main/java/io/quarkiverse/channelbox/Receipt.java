package io.quarkiverse.channelbox;

import java.util.Optional;

/**
 * What became of a send.
 *
 * @param messageId the id of the message, or {@code null} if it was not stored; see {@link #id()}
 * @param delivered how many channels of this node it was handed to. With the Redis engine it is 0 for a send that an
 *        idempotency key made a repetition, and if the connection to Redis was lost before the message came back to this node
 * @param stored whether it was stored in the group's history
 */
public record Receipt(String messageId, int delivered, boolean stored) {

    /** The id of the message ({@code epoch:offset}); absent if it was not stored. */
    public Optional<String> id() {
        return Optional.ofNullable(messageId);
    }
}
