package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;
import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * What a member that catches up finds to be missing in the log. It is told once, before what comes after it, however many
 * slices it takes to get over it; and not what was known when it began. Used on the lane.
 */
final class Missing {

    private final Member member;
    private final boolean isSlow;
    private long known;
    private long found;

    /** @param isSlow whether the member is behind because it was slow, so that what it misses counts as left out */
    Missing(Member member, boolean isSlow) {
        this.member = member;
        this.isSlow = isSlow;
    }

    /** How many of the messages that are still to come are not there, as the client was told, or need not know. */
    void isKnown(long count) {
        known = count;
    }

    /** How many are missing before all others. */
    void isUntold(long count) {
        found = count;
    }

    void add(long count) {
        long ofThose = Math.min(count, known);
        known -= ofThose;
        found += count - ofThose;
        if (isSlow && count > 0) {
            member.writer().leftOut(count);
        }
    }

    void tell(List<EncodedPayload> payloads) {
        if (found > 0) {
            tell(OptionalLong.of(found), payloads);
            found = 0;
        }
    }

    /** Nobody knows how many there were. */
    void tellUnknown(List<EncodedPayload> payloads) {
        tell(OptionalLong.empty(), payloads);
    }

    private void tell(OptionalLong count, List<EncodedPayload> payloads) {
        member.laneConnection().events().gap(member);
        member.writer().addGap(count, payloads);
    }
}
