package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.lane.FrameSink.Outcome;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.observe.LaneCounts;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** Writes what a member gets, acts if it does not take it, and tells it what it missed. Used on the lane. */
final class MemberWriter {

    private static final Logger LOG = Logger.getLogger(MemberWriter.class);

    private final Member member;
    /** How many messages it did not get, and was not told of. */
    private long missed;
    /** Whether there was no room for the last messages. */
    private boolean isFull;
    private boolean hasEnded;

    MemberWriter(Member member) {
        this.member = member;
    }

    private ConnectionEvents events() {
        return member.laneConnection().events();
    }

    private LaneCounts counts() {
        return member.laneMembers().counts();
    }

    /** Writes messages that are delivered. Returns how many bytes. */
    int write(FrameBatch batch) {
        return take(batch) == Outcome.WRITTEN ? batch.size() : 0;
    }

    /** Writes messages that are delivered; if there is no room for them it has acted. */
    Outcome take(FrameBatch batch) {
        if (hasEnded) {
            return Outcome.FULL;
        }
        Outcome outcome = missed > 0 && !tellMissed() ? Outcome.FULL
                : member.laneConnection().outbound().write(batch, member.settings().maxBuffered());
        if (outcome == Outcome.FULL) {
            full(batch.payloads().size());
        } else {
            isFull = false;
            member.laneMembers().took(member);
        }
        return outcome;
    }

    private void full(int messages) {
        switch (member.settings().slowConsumer()) {
            case DISCONNECT -> member.laneConnection().ending().tooSlow();
            case DROP -> {
                if (!isFull) {
                    isFull = true;
                    events().slow(member.laneConnection(), SlowAction.DROPPED);
                }
                missed(messages);
            }
            case CATCH_UP -> {
                events().slow(member.laneConnection(), SlowAction.CATCHING_UP);
                member.laneMembers().fallBehind(member, messages);
            }
        }
    }

    /** Messages are missing for it, which it is told of before it gets others. */
    void missed(long count) {
        missed += count;
        member.laneConnection().outbound().shutBypass();
        leftOut(count);
    }

    /** How many messages it did not get and was not told of, of which others tell it from now on. */
    long takeMissed() {
        long all = missed;
        missed = 0;
        return all;
    }

    /** Messages are left out for it because it is slow, or too much waits. */
    void leftOut(long count) {
        counts().dropped(count);
    }

    /**
     * The member has left. Who does not take that is too slow: it would wait for the answer, and for messages, for ever.
     *
     * @param frame the last one; {@code null} for none
     */
    void end(EncodedPayload frame) {
        boolean isGreeted = frame == null || !member.isCatchingUp() || member.cursor().greeting().tellBeforeItsEnd();
        boolean isTaken = frame == null || isGreeted && tell(frame);
        hasEnded = true;
        member.laneConnection().outbound().shutBypass();
        if (!isTaken) {
            member.laneConnection().ending().tooSlow();
        }
    }

    /** The frame that says where it begins; {@code null} for clients that do not know it. */
    EncodedPayload joined(LogStart start, OptionalLong ref) {
        return member.form() != FrameForm.ENVELOPE ? null
                : EncodedPayload.json(ProtocolFrames.joined(member.group(), ref, id(start.position()), start.recovered(),
                        start.missed()));
    }

    /** The frame that says that it has left; {@code null} for clients that do not know it. */
    EncodedPayload left(String reason, OptionalLong ref) {
        return member.form() != FrameForm.ENVELOPE ? null
                : EncodedPayload.json(ProtocolFrames.left(member.group(), ref, reason));
    }

    /** Answers that it is a member already, after it was told that it is one. */
    void tellJoined(long ref) {
        if (!member.knowsItHasJoined()) {
            member.cursor().greeting().afterwards(() -> tellJoined(ref));
            return;
        }
        LogPosition position = member.isCatchingUp() ? member.cursor().position() : member.laneMembers().position();
        member.laneConnection().protocol().tell(ProtocolFrames.joined(member.group(), OptionalLong.of(ref), id(position),
                Optional.empty(), OptionalLong.empty()));
    }

    private String id(LogPosition position) {
        return position == null ? null : member.laneConnection().lane().shared().positions().id(member.group(), position);
    }

    /** Tells what is missing, if anything is; returns whether that could be written. */
    boolean tellMissed() {
        if (missed > 0 && !tellGap(OptionalLong.of(missed))) {
            return false;
        }
        missed = 0;
        return true;
    }

    /** Tells that messages are missing, if the client knows such frames; returns whether that could be written. */
    boolean tellGap(OptionalLong count) {
        EncodedPayload frame = gap(count);
        if (frame == null) {
            return true;
        }
        if (!tell(frame)) {
            return false;
        }
        counts().gap();
        return true;
    }

    /** Adds a frame that says that messages are missing, if the client knows such frames. */
    void addGap(OptionalLong count, List<EncodedPayload> payloads) {
        EncodedPayload frame = gap(count);
        if (frame != null) {
            payloads.add(frame);
            counts().gap();
        }
    }

    private EncodedPayload gap(OptionalLong count) {
        return member.form() == FrameForm.ENVELOPE ? EncodedPayload.json(ProtocolFrames.gap(member.group(), count)) : null;
    }

    /** Writes a frame of the subprotocol, unless it was told that it has left; returns whether there was room. */
    boolean tell(EncodedPayload frame) {
        return hasEnded
                || member.laneConnection().outbound().write(frame, member.settings().maxBuffered(), true) != Outcome.FULL;
    }

    boolean tell(FrameBatch frame) {
        Outbound outbound = member.laneConnection().outbound();
        return hasEnded || outbound.write(outbound.negotiated(frame), member.settings().maxBuffered()) != Outcome.FULL;
    }

    /** Adds a message that comes from the log, or was held back. */
    void addFitting(EncodedPayload fitting, List<EncodedPayload> payloads) {
        if (fitting == null) {
            LOG.debugf("A message does not fit the %s channel %s: it is left out", member.payloadType(), member.connectionId());
        } else {
            payloads.add(fitting);
            counts().delivered(1, member.laneConnection().lane().encoder().size(fitting));
        }
    }
}
