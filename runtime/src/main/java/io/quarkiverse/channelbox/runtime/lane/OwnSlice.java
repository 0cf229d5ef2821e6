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
    private final List<EncodedPayload> payloads = new ArrayList<>();
    private long knownMissing;

    /** @param knownMissing of how many of the messages that are still to come the client knows that they are missing */
    OwnSlice(Member member, HeldBack held, long knownMissing) {
        this.member = member;
        this.held = held;
        this.knownMissing = knownMissing;
    }

    /** Returns up to where it goes. */
    LogPosition take(LogSlice log) {
        long last;
        if (log.start() != null) {
            last = log.start().offset();
        } else {
            gap(OptionalLong.empty());
            last = log.messages().isEmpty() ? log.end().offset() : log.messages().get(0).offset() - 1;
        }
        for (StoredMessage message : log.messages()) {
            missing(message.offset() - last - 1);
            held.takeBefore(message.position(), payloads);
            last = message.offset();
            if (message.isFor(member.attributes())) {
                member.writer().addFitting(member.form().of(message), payloads);
            }
        }
        missing(log.end().offset() - last);
        return log.end();
    }

    void missing(long count) {
        long known = Math.min(count, knownMissing);
        knownMissing -= known;
        if (count > known) {
            held.lost(count - known);
            gap(OptionalLong.of(count - known));
        }
    }

    private void gap(OptionalLong missed) {
        EncodedPayload frame = member.writer().gap(missed);
        if (frame != null) {
            payloads.add(frame);
        }
    }

    long knownMissing() {
        return knownMissing;
    }

    List<EncodedPayload> payloadsUpTo(LogPosition end) {
        held.takeBefore(end.at(end.offset() + 1), payloads);
        return payloads;
    }
}
