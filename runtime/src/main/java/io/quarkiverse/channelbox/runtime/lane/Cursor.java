package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;

/**
 * A member that is catching up: up to where it has got the log of its group. It reads slices as fast as its socket takes them,
 * never beyond where the live members are, until it is where they are. A replay at a join, a resume and a member that was slow
 * are the same thing. Used on the lane.
 */
final class Cursor {

    private static final Logger LOG = Logger.getLogger(Cursor.class);

    private static final int SLICE_BYTES = 64 * 1024;
    /** Slices end at multiples of that, so that members that began at different places share them after the first. */
    private static final int SLICE_MESSAGES = 128;
    private static final long RETRY_MILLIS = 500;

    /** Of what it does next there is one thing at a time. */
    private enum State {
        /** Until it is told where it begins. */
        NEW,
        IDLE,
        /** It waits for its turn, has it and reads, or waits for the socket. */
        BUSY,
        ENDED
    }

    private final Member member;
    private final LaneMembers members;
    private final HeldBack held;
    private final Missing missing;
    private State state = State.NEW;
    /** {@code null} if it could not be told. */
    private LogPosition position;
    /** What is to be written before anything else; {@code null} for nothing. */
    private EncodedPayload greeting;
    private Runnable whenGreeted;

    /** @param holds whether what is not stored waits until it has its turn; else it is missed */
    Cursor(Member member, boolean holds) {
        this.member = member;
        this.members = member.laneMembers();
        this.held = new HeldBack(member, holds);
        this.missing = new Missing(member);
    }

    /**
     * It begins.
     *
     * @param joined written first; {@code null} for nothing
     * @param whenJoined called when that has been written
     */
    void begin(LogStart start, EncodedPayload joined, Runnable whenJoined) {
        if (state != State.NEW) {
            return;
        }
        state = State.IDLE;
        position = start.position();
        if (position != null) {
            // All of those that are stored are in the log.
            held.dropStored();
            missing.isKnown(start.missed().orElse(0));
        }
        greeting = joined;
        whenGreeted = whenJoined;
        advance();
    }

    /** It was live up to there. */
    void beginAt(LogPosition before) {
        position = before;
        state = State.IDLE;
    }

    /** Waits until the socket has taken what it was given before. */
    void waitForSocket() {
        state = State.BUSY;
        outbound().writeSlice(List.of(), this::goOn);
    }

    private Outbound outbound() {
        return member.laneConnection().outbound();
    }

    private void goOn() {
        if (state != State.ENDED) {
            state = State.IDLE;
            advance();
        }
    }

    /** Live messages came by. Those that are stored come from the log. */
    void passed(List<Delivery> deliveries) {
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            if (state == State.NEW || position == null || !delivery.isStored()) {
                held.add(delivery, delivery.position());
            }
        }
    }

    /** A message came by that is not of its group alone; it has its place after those that were delivered before. */
    void passed(Delivery delivery) {
        held.add(delivery, members.position());
    }

    /** Goes on, if it has something to do and does not do it already. */
    void advance() {
        if (state != State.IDLE || !member.isMember()) {
            return;
        }
        if (greeting == null && !isBehind()) {
            arrive();
        } else {
            state = State.BUSY;
            outbound().askForTurn(this);
        }
    }

    /** There is something in the log, as far as the live members have it, that it has not. */
    private boolean isBehind() {
        LogPosition target = members.position();
        return position != null && target != null
                && (!target.epoch().equals(position.epoch()) || position.offset() < target.offset());
    }

    /** Whether it has exactly what the live members have. */
    private boolean isLevel() {
        LogPosition target = members.position();
        return position == null || position.equals(target);
    }

    private void arrive() {
        if (isLevel() && member.isOnLane() && !members.isWriting()) {
            state = State.ENDED;
            members.caughtUp(member);
            member.tellMissed();
            FrameBatch last = new FrameBatch(held.takeAll(), members.lane().encoder());
            try {
                outbound().writeSlice(List.of(last), () -> {
                });
            } finally {
                last.release();
            }
        } else {
            members.arrived(this);
        }
    }

    /** It is its turn. */
    void proceed() {
        if (state == State.ENDED) {
            outbound().endTurn(this);
        } else if (!isBehind()) {
            write(List.of(), null);
        } else {
            LogPosition target = members.position();
            long upTo = (position.offset() / SLICE_MESSAGES + 1) * SLICE_MESSAGES;
            if (target.epoch().equals(position.epoch())) {
                upTo = Math.min(upTo, target.offset());
            }
            members.lane().slices().read(member.groupMembers(), position, upTo, SLICE_BYTES, this::read, this::notRead);
        }
    }

    private void notRead(Throwable problem) {
        LOG.debugf(problem, "The log of a group was not read for %s; it will be tried again", member.connectionId());
        outbound().endTurn(this);
        members.lane().executeLater(this::goOn, RETRY_MILLIS);
    }

    private void read(SharedSlice slice) {
        try {
            if (state == State.ENDED) {
                outbound().endTurn(this);
                return;
            }
            if (slice.isForAll() && held.isEmpty() && slice.log().start().equals(position)) {
                position = slice.log().end();
                List<EncodedPayload> before = new ArrayList<>(1);
                missing.tell(before);
                write(before, slice.frames(member.form()));
            } else {
                write(own(slice.log()), null);
            }
        } finally {
            slice.release();
        }
    }

    /** What this member alone gets of a slice. */
    private List<EncodedPayload> own(LogSlice log) {
        List<EncodedPayload> payloads = new ArrayList<>(log.messages().size());
        if (log.start() == null) {
            missing.tellUnknown(payloads);
        }
        long last = log.start() != null ? log.start().offset()
                : log.messages().isEmpty() ? log.end().offset() : log.messages().get(0).offset() - 1;
        for (StoredMessage message : log.messages()) {
            missing.add(message.offset() - last - 1);
            missing.tell(payloads);
            held.takeBefore(message.position(), payloads);
            last = message.offset();
            if (message.isFor(member.attributes())) {
                member.addFitting(member.form().of(message), payloads);
            }
        }
        missing.add(log.end().offset() - last);
        LogPosition end = log.end();
        if (end.equals(position) && isBehind()) {
            // The log has less than what was delivered from it.
            LogPosition target = members.position();
            missing.add(target.epoch().equals(end.epoch()) ? target.offset() - end.offset() : 0);
            end = target;
        }
        position = end;
        if (!isBehind() || !held.isEmpty()) {
            missing.tell(payloads);
        }
        held.takeBefore(position.at(position.offset() + 1), payloads);
        return payloads;
    }

    /** Writes the greeting, what is its own, and what it shares, and goes on when the socket has taken it. */
    private void write(List<EncodedPayload> own, FrameBatch shared) {
        List<EncodedPayload> first = own;
        if (greeting != null) {
            first = new ArrayList<>(own.size() + 1);
            first.add(greeting);
            first.addAll(own);
            greeting = null;
        }
        FrameBatch batch = new FrameBatch(first, members.lane().encoder());
        try {
            outbound().writeSlice(shared == null ? List.of(batch) : List.of(batch, shared), this::written);
        } finally {
            batch.release();
        }
        if (whenGreeted != null) {
            Runnable task = whenGreeted;
            whenGreeted = null;
            task.run();
        }
    }

    private void written() {
        outbound().endTurn(this);
        goOn();
    }

    /** Whether the client knows that it has joined, as far as it is told. */
    boolean hasGreeted() {
        return state != State.NEW && greeting == null;
    }

    /** The member has left. */
    void end() {
        state = State.ENDED;
    }
}
