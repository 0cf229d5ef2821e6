package io.quarkiverse.channelbox.runtime.message;

import java.util.List;

/**
 * A piece of a group's log, for a member that catches up. What lies between the start and the end and is not among the messages
 * is not there any more.
 *
 * @param start after which it begins, as the log has it now: the position asked for; less, if the log lost some of what the
 *        member has (its server was restarted with older data); {@code null} if the log does not know that position any more,
 *        when it begins with the oldest message there is
 * @param messages oldest first
 * @param end up to where it goes: the last of the messages, or the end of the log if there are no more
 */
public record LogSlice(LogPosition start, List<StoredMessage> messages, LogPosition end) {
}
