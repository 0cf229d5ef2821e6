package io.quarkiverse.channelbox.runtime.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stored messages of a group for a new member.
 *
 * @param messages oldest first
 * @param epoch {@code null} if it is not known
 * @param position the offset of the message before them, or of the newest one if there are none
 * @param recovered whether they are all that followed the message to go on from; empty if there was none
 * @param missed how many messages lie between that message and the position, if any do and that is known
 */
public record LogSlice(List<StoredMessage> messages, String epoch, long position, Optional<Boolean> recovered,
        OptionalLong missed) {

    /** Where the log could not be read. */
    public static LogSlice unknown(ReplayRequest request) {
        return new LogSlice(List.of(), null, Long.MAX_VALUE,
                request.after() == null ? Optional.empty() : Optional.of(false), OptionalLong.empty());
    }

    /** The id of the message at the position; {@code null} if it is not known. */
    public String positionId() {
        return epoch == null ? null : epoch + ':' + position;
    }

    /** What is left of it for a member that gets everything after an offset anyway, since it was there before this was read. */
    public LogSlice before(long offset) {
        if (position <= offset) {
            return new LogSlice(messages.stream().filter(message -> message.offset() <= offset).toList(), epoch, position,
                    recovered, missed);
        }
        long stillMissed = missed.isPresent() ? missed.getAsLong() - (position - offset) : -1;
        return new LogSlice(List.of(), epoch, offset, stillMissed == 0 ? Optional.of(true) : recovered,
                stillMissed > 0 ? OptionalLong.of(stillMissed) : OptionalLong.empty());
    }
}
