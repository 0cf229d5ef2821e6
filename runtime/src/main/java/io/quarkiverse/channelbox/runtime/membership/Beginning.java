package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;

import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;

/**
 * Where a new member wants to begin. To go on from a message is for those who have been members: a position that was not told
 * to any of them is no position.
 *
 * @param isMadeUp whether it named such a position
 */
record Beginning(ReplayRequest request, boolean isMadeUp) {

    static Beginning of(GroupMembers group, Connection connection, JoinOptions options, PositionSigner positions) {
        // It counts once, also where the options name another one.
        Optional<String> kept = connection.takePosition(group.name());
        Optional<String> named = options.getResumeAfter().or(() -> kept);
        Optional<LogPosition> after = named.flatMap(id -> positions.genuine(group.name(), id));
        if (after.isPresent()) {
            return new Beginning(ReplayRequest.after(after.get(), group.settings().maxResume()), false);
        }
        int replay = group.settings().storage() == HistoryStorage.NEVER ? 0
                : options.getReplay().orElse(group.settings().replay());
        return new Beginning(replay > 0 || connection.speaksProtocol() ? ReplayRequest.last(replay) : ReplayRequest.NONE,
                named.isPresent());
    }

    /** Whether the member is told where it begins; else it is enough that messages come from now on. */
    boolean isTold() {
        return request != ReplayRequest.NONE;
    }

    /** Where it begins as long as nothing is known of the log. */
    LogStart unknown() {
        return at(LogStart.unknown(request));
    }

    LogStart at(LogStart read) {
        return isMadeUp ? read.notRecovered() : read;
    }
}
