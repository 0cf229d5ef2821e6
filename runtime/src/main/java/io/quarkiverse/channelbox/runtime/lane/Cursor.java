package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;

/**
 * A member that is catching up: up to where it has got the log of its group. It reads slices as fast as its socket takes them.
 * A replay at a join, a resume and a member that was slow are the same thing. Used on the lane.
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
    private final Tail tail;
    private final Missing missing;
    private State state = State.NEW;
    /** {@code null} if it could not be told. */
    private LogPosition position;
    /** Up to where it had to read when it read last. */
    private LogPosition goal;
    /** Whether the log had nothing where it read last: it goes on with the oldest that there is. */
    private boolean skips;
    private final Greeting greeting;

    /** @param joining {@code null} if it was live and slow */
    Cursor(Member member, Joining joining) {
        boolean joins = joining != null;
        this.member = member;
        this.members = member.laneMembers();
        this.greeting = new Greeting(member, joining);
        this.tail = new Tail(member, joins);
        this.missing = new Missing(member, !joins);
    }

    /**
     * @param first written first; {@code null} for nothing
     * @param whenJoined called when that has been written
     */
    void begin(LogStart start, EncodedPayload first, Runnable whenJoined) {
        if (state != State.NEW) {
            return;
        }
        state = State.IDLE;
        position = start.position();
        tail.begin(position != null, start.end());
        missing.isKnown(start.missingAhead());
        greeting.is(first, whenJoined);
        advance();
    }

    /** It was live up to there, but for some messages that it was not told of. */
    void beginAt(LogPosition before, long untold) {
        missing.isUntold(untold);
        position = before;
        state = State.IDLE;
        tail.begin(before != null, null);
    }

    /** What comes by while it is catching up. */
    Tail tail() {
        return tail;
    }

    /** Waits until the socket has taken what it was given before. */
    void waitForSocket() {
        state = State.BUSY;
        outbound().writeSlice(List.of(), this::goOn);
    }

    private Outbound outbound() {
        return member.laneConnection().outbound();
    }

    /** Who has left gets nothing more. */
    private boolean isOver() {
        return state == State.ENDED || !member.isMember();
    }

    private void goOn() {
        if (state != State.ENDED) {
            state = State.IDLE;
            advance();
        }
    }

    /** Goes on, if it has something to do and does not do it already. */
    void advance() {
        if (state != State.IDLE || isOver()) {
            return;
        }
        if (!greeting.isWaiting() && !isBehind()) {
            arrive();
        } else {
            state = State.BUSY;
            outbound().turns().ask(this);
        }
    }

    private boolean isBehind() {
        LogPosition goal = tail.goal();
        return position != null && goal != null
                && (!goal.epoch().equals(position.epoch()) || position.offset() < goal.offset());
    }

    private void arrive() {
        if (tail.isLevel(position) && member.isOnLane() && !members.live().isWriting()) {
            state = State.ENDED;
            FrameBatch last = new FrameBatch(tail.held().takeAll(), members.lane().encoder());
            try {
                member.live();
                member.writer().tellMissed();
                outbound().writeSlice(List.of(last), () -> {
                });
            } finally {
                last.release();
            }
        } else {
            members.arrived(this);
        }
    }

    /** It is its turn, as far as its connection is concerned. */
    void proceed() {
        if (isBehind()) {
            members.lane().turns().add(this::readNext);
        } else {
            readNext();
        }
    }

    private void readNext() {
        if (isOver()) {
            outbound().turns().end(this);
        } else if (!isBehind()) {
            write(List.of(), null);
        } else {
            goal = tail.goal();
            // Offsets go on from one epoch to the next.
            long most = skips ? goal.offset() : (position.offset() / SLICE_MESSAGES + 1) * SLICE_MESSAGES;
            LogPosition upTo = goal.at(Math.min(most, goal.offset()));
            members.lane().slices().read(member.groupMembers(), position, upTo, SLICE_BYTES, this::read, this::notRead);
        }
    }

    private void notRead(Throwable problem) {
        LOG.debugf(problem, "The log of a group was not read for %s; it will be tried again", member.connectionId());
        outbound().turns().end(this);
        members.lane().executeLater(this::goOn, RETRY_MILLIS);
    }

    private void read(SharedSlice slice) {
        try {
            if (isOver()) {
                outbound().turns().end(this);
                return;
            }
            if (slice.isForAll() && !slice.log().messages().isEmpty() && tail.held().isEmpty()
                    && slice.log().start().equals(position)) {
                position = slice.log().end();
                List<EncodedPayload> before = new ArrayList<>(1);
                missing.tell(before);
                write(before, slice.framesFor(member));
            } else {
                write(own(slice.log()), null);
            }
        } finally {
            slice.release();
        }
    }

    /** What this member alone gets of a slice. */
    private List<EncodedPayload> own(LogSlice log) {
        if (isOfAnotherLog(log)) {
            return List.of();
        }
        OwnSlice own = new OwnSlice(member, tail.held(), missing);
        LogPosition last = own.take(log);
        if (last.equals(position)) {
            // The log has less than what was delivered from it, but for what has been delivered meanwhile.
            missing.add(goal.epoch().equals(last.epoch()) ? goal.offset() - last.offset() : 0);
            last = goal;
        }
        position = last;
        skips = log.messages().isEmpty();
        return own.payloadsUpTo(last, !isBehind());
    }

    /** What it had to read up to was lost meanwhile, and where the live members are is in another log: that is read next. */
    private boolean isOfAnotherLog(LogSlice log) {
        LogPosition now = tail.goal();
        return log.start() == null && log.messages().isEmpty() && log.end().equals(position)
                && now != null && !now.epoch().equals(goal.epoch());
    }

    /** Writes the greeting, what is its own, and what it shares, and goes on when the socket has taken it. */
    private void write(List<EncodedPayload> own, FrameBatch shared) {
        List<EncodedPayload> first = new ArrayList<>(own.size() + 1);
        greeting.take(first);
        first.addAll(own);
        FrameBatch batch = new FrameBatch(first, members.lane().encoder());
        try {
            outbound().writeSlice(shared == null ? List.of(batch) : List.of(batch, shared), () -> {
                outbound().turns().end(this);
                goOn();
            });
        } finally {
            batch.release();
        }
        greeting.written();
    }

    LogPosition position() {
        return position;
    }

    Greeting greeting() {
        return greeting;
    }

    /** The member has left. */
    void end() {
        state = State.ENDED;
    }
}
