package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;

/**
 * What one member gets of a slice of the log where that is not what all get: without the messages that are for others, with
 * those between them that are not in the log, and told what is missing. Used on the lane.
 */
final class OwnSlice {

    private final Member member;
    private final HeldBack held;
    private final Missing missing;
    private final List<EncodedPayload> payloads = new ArrayList<>();

    OwnSlice(Member member, HeldBack held, Missing missing) {
        this.member = member;
        this.held = held;
        this.missing = missing;
    }

    /** Returns up to where it goes. */
    LogPosition take(LogSlice log) {
        long last;
        if (log.start() != null) {
            last = log.start().offset();
        } else {
            missing.tellUnknown(payloads);
            last = log.messages().isEmpty() ? log.end().offset() : log.messages().get(0).offset() - 1;
        }
        for (StoredMessage message : log.messages()) {
            missing.add(message.offset() - last - 1);
            missing.tell(payloads);
            held.takeBefore(message.position(), payloads);
            last = message.offset();
            if (message.isFor(member.attributes())) {
                member.writer().addFitting(member.form().of(message, member.laneConnection().lane().shared().positions()),
                        payloads);
            }
        }
        missing.add(log.end().offset() - last);
        return log.end();
    }

    /** @param isLast whether what comes next is live */
    List<EncodedPayload> payloadsUpTo(LogPosition end, boolean isLast) {
        if (isLast || !held.isEmpty()) {
            missing.tell(payloads);
        }
        held.takeBefore(end.at(end.offset() + 1), payloads);
        return payloads;
    }
}
