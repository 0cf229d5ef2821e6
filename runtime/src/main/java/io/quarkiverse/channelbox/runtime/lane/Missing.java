package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;
import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * What a member that catches up finds to be missing in the log. It is told once, before what comes after it, however many
 * slices it takes to get over it; and not again what it was told when it joined. Used on the lane.
 */
final class Missing {

    private final Member member;
    private long known;
    private long found;

    Missing(Member member) {
        this.member = member;
    }

    /** How many of the messages are missing that are still to come, as it was told when it joined. */
    void isKnown(long count) {
        known = count;
    }

    void add(long count) {
        long told = Math.min(count, known);
        known -= told;
        found += count - told;
    }

    void tell(List<EncodedPayload> payloads) {
        if (found > 0) {
            add(member.gap(OptionalLong.of(found)), payloads);
            found = 0;
        }
    }

    /** Nobody knows how many there were. */
    void tellUnknown(List<EncodedPayload> payloads) {
        add(member.gap(OptionalLong.empty()), payloads);
    }

    private static void add(EncodedPayload frame, List<EncodedPayload> payloads) {
        if (frame != null) {
            payloads.add(frame);
        }
    }
}
