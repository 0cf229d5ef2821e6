package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

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

    /**
     * Takes what is in the log.
     *
     * @param position up to where the member has it
     * @param target up to where it was delivered; {@code null} if the member has that
     * @return up to where it has it now
     */
    LogPosition take(LogSlice log, LogPosition position, LogPosition target) {
        long last;
        if (log.start() != null) {
            last = log.start().offset();
        } else {
            gap(OptionalLong.empty());
            last = log.messages().isEmpty() ? log.end().offset() : log.messages().get(0).offset() - 1;
        }
        for (StoredMessage message : log.messages()) {
            missing(message.offset() - last - 1);
            tellMissing();
            held.takeBefore(message.position(), payloads);
            last = message.offset();
            if (message.isFor(member.attributes())) {
                member.writer().addFitting(member.form().of(message), payloads);
            }
        }
        missing(log.end().offset() - last);
        if (target == null || !log.end().equals(position)) {
            return log.end();
        }
        // The log has less than what was delivered from it.
        missing(target.epoch().equals(position.epoch()) ? target.offset() - position.offset() : 0);
        return target;
    }

    private void missing(long count) {
        held.lost(missing.add(count));
    }

    private void tellMissing() {
        if (!missing.isTold()) {
            gap(OptionalLong.of(missing.tell()));
        }
    }

    private void gap(OptionalLong missed) {
        EncodedPayload frame = member.writer().gap(missed);
        if (frame != null) {
            payloads.add(frame);
        }
    }

    /** @param isLast whether there is no more in the log; else what is missing at the end is told with what follows it */
    List<EncodedPayload> payloadsUpTo(LogPosition end, boolean isLast) {
        if (isLast || !held.isEmpty()) {
            tellMissing();
        }
        held.takeBefore(end.at(end.offset() + 1), payloads);
        return payloads;
    }
}
