package io.quarkiverse.channelbox.runtime.message;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a new member begins.
 *
 * @param position what it is up to date with before it gets the first stored message; {@code null} if the log could not be read
 * @param end the newest stored message when it was read, which is the position if the member gets none; {@code null} with it
 * @param recovered whether all that followed the message to go on from is there; empty if there was none to go on from
 * @param missed how many messages are missing that followed it, before the position and after it, if any are and that is known
 * @param missingAhead how many of the messages from the position to the end are not there any more
 */
public record LogStart(LogPosition position, LogPosition end, Optional<Boolean> recovered, OptionalLong missed,
        long missingAhead) {

    /** Of a member that begins at the end. */
    public static LogStart at(LogPosition end) {
        return new LogStart(end, end, Optional.empty(), OptionalLong.empty(), 0);
    }

    /** Of a member that named a position that does not count. */
    public LogStart notRecovered() {
        return new LogStart(position, end, Optional.of(false), missed, missingAhead);
    }

    /** Where the log could not be read. */
    public static LogStart unknown(ReplayRequest request) {
        return new LogStart(null, null, request.after() == null ? Optional.empty() : Optional.of(false),
                OptionalLong.empty(), 0);
    }
}
