package io.quarkiverse.channelbox.runtime.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stored messages of a group for a new member.
 *
 * @param messages oldest first
 * @param position the id of the message before them, or of the newest one if there are none; {@code null} if it is not known
 * @param recovered whether they are all that followed the message to go on from; empty if there was none
 * @param missed how many messages are gone that would have followed it; empty if none are, or nobody knows
 */
public record LogSlice(List<StoredMessage> messages, String position, Optional<Boolean> recovered, OptionalLong missed) {

    /** Where the log could not be read. */
    public static LogSlice unknown(ReplayRequest request) {
        return new LogSlice(List.of(), null, request.after() == null ? Optional.empty() : Optional.of(false),
                OptionalLong.empty());
    }
}
