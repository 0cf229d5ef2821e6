package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;

/**
 * The members of one group whose connections one event loop serves. Only the lane changes and reads them; the count can be
 * read from anywhere and says whether a delivery is worth anything.
 */
final class LaneMembers implements WriteJob {

    /** About what a frame has besides the payload. */
    static final int ENVELOPE_BYTES = 64;

    private final GroupMembers group;
    private final Lane lane;
    private final AtomicInteger count = new AtomicInteger();

    // What follows is used on the lane only.
    private final List<Member> members = new ArrayList<>();
    /** How many of them are catching up. */
    private int catchingUp;
    /** Those of them that have come to where the live messages are, and wait for those that are being written. */
    private List<Cursor> arrived = List.of();
    /** How many of them are of a connection that is in other groups as well. */
    private int sharing;
    /** Up to where the live members have the log; {@code null} while that is not known. */
    private LogPosition position;
    private final List<Delivery> collected = new ArrayList<>();
    private long payloadBytes;
    /** What is left of the collected messages in the backlog. */
    private long cost;
    /** While they are being written. */
    private FrameBatches batches;
    private int next;
    /** Up to which member what was written has been taken from the backlog. */
    private int accounted;

    LaneMembers(GroupMembers group, Lane lane) {
        this.group = group;
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }

    // ---- who is there ----

    /** What was delivered before does not reach the member, what is delivered from now on does. */
    void add(Member member) {
        count.incrementAndGet();
        lane.inOrder(() -> {
            if (members.isEmpty()) {
                // What came while nobody was there was not looked at.
                position = null;
            }
            member.laneIndex(members.size());
            members.add(member);
            member.laneConnection().joined(this);
            if (member.isCatchingUp()) {
                catchingUp++;
                member.cursor().advance();
            }
        });
    }

    void remove(Member member) {
        count.decrementAndGet();
        lane.inOrder(() -> {
            Member last = members.remove(members.size() - 1);
            if (last != member) {
                members.set(member.laneIndex(), last);
                last.laneIndex(member.laneIndex());
            }
            member.laneIndex(Member.OFF_LANE);
            if (member.isCatchingUp()) {
                catchingUp--;
                if (!arrived.isEmpty()) {
                    arrived.remove(member.cursor());
                }
                member.cursor().end();
            }
            member.laneConnection().left(this);
        });
    }

    /** One more or one less of the connections is in other groups, too. */
    void sharing(int difference) {
        sharing += difference;
    }

    boolean isSharing() {
        return sharing > 0;
    }

    // ---- live messages ----

    /** From any thread. */
    void deliver(Delivery delivery) {
        int recipients = count.get();
        if (recipients > 0) {
            lane.deliver(this, delivery, Backlog.cost(delivery.payload().size(), recipients));
        }
    }

    boolean hasRoomFor(Delivery delivery) {
        return collected.isEmpty()
                || payloadBytes + delivery.payload().size() + (collected.size() + 1) * ENVELOPE_BYTES <= FrameBatch.MAX_BYTES;
    }

    /** Keeps a message to be written with others; returns whether it is the first of them. */
    boolean collect(Delivery delivery, long itsCost) {
        collected.add(delivery);
        payloadBytes += delivery.payload().size();
        cost += itsCost;
        return collected.size() == 1;
    }

    @Override
    public boolean write(Budget budget) {
        if (batches == null) {
            batches = new FrameBatches(collected, lane.encoder(), group);
        }
        while (next < members.size()) {
            Member member = members.get(next++);
            int bytes = write(member);
            if (budget.isUsedUpBy(bytes) && next < members.size()) {
                release(Math.min(cost,
                        collected.size() * Backlog.cost(0, next - accounted) + (next - accounted) * payloadBytes));
                accounted = next;
                return false;
            }
        }
        finish();
        return true;
    }

    /** Returns how many bytes were written. One broken connection costs the others nothing. */
    private int write(Member member) {
        if (catchingUp > 0 && member.isCatchingUp()) {
            member.cursor().passed(collected);
            return 0;
        }
        FrameBatch batch = batches.of(member);
        try {
            return member.write(batch);
        } catch (RuntimeException e) {
            lane.broken(member.laneConnection(), e);
            return 0;
        }
    }

    /**
     * A live member did not take messages: it goes on from the log, when it takes some again.
     *
     * @param messages how many there were, if they are not those of the group that are being written
     */
    void fallBehind(Member member, int messages) {
        boolean isOfGroup = isWriting();
        catchingUp++;
        Cursor cursor = member.fallBehind(isOfGroup ? collected.get(0).positionBefore() : position);
        if (isOfGroup) {
            cursor.passed(collected);
        } else {
            member.missed(messages);
        }
        cursor.waitForSocket();
    }

    private void finish() {
        position = collected.get(collected.size() - 1).position();
        if (batches != null) {
            batches.release();
            batches = null;
        }
        next = 0;
        accounted = 0;
        collected.clear();
        payloadBytes = 0;
        release(cost);
        letArrivedOnesGoOn();
    }

    private void letArrivedOnesGoOn() {
        if (!arrived.isEmpty()) {
            List<Cursor> waiting = arrived;
            arrived = List.of();
            waiting.forEach(Cursor::advance);
        }
    }

    private void release(long bytes) {
        cost -= bytes;
        lane.release(bytes);
    }

    @Override
    public void abandon() {
        if (!collected.isEmpty()) {
            finish();
        }
    }

    // ---- those that catch up ----

    /** Up to where the live members have the log; {@code null} while that is not known. */
    LogPosition position() {
        return position;
    }

    /** All that was stored up to there has been delivered to this lane. */
    void atLeast(LogPosition end) {
        if (end != null && (position == null || position.epoch().equals(end.epoch()) && position.offset() < end.offset())) {
            position = end;
            letArrivedOnesGoOn();
        }
    }

    /** Whether live messages are being written, so that a member cannot become one of those that get them. */
    boolean isWriting() {
        return batches != null;
    }

    /** A member cannot go on before live messages have been written, or have come. */
    void arrived(Cursor cursor) {
        if (arrived.isEmpty()) {
            arrived = new ArrayList<>();
        }
        arrived.add(cursor);
    }

    /** A member has all that the live ones have. */
    void caughtUp(Member member) {
        catchingUp--;
        member.live();
    }

    // ---- frames of the subprotocol ----

    /** Messages are missing for those members that would get them now; what catches up finds out by itself. */
    void gap(OptionalLong missed) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            EncodedPayload frame = member.isCatchingUp() ? null : member.gap(missed);
            if (frame != null && !member.tell(frame)) {
                member.missed(missed.orElse(1));
            }
        }
    }

    /** Writes to those members that speak the subprotocol and know that they have joined. */
    void writeToProtocol(Function<Member, EncodedPayload> frame) {
        Map<EncodedPayload, FrameBatch> frames = new IdentityHashMap<>(2);
        try {
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get(i);
                EncodedPayload payload = member.form() == FrameForm.ENVELOPE && member.knowsItHasJoined() ? frame.apply(member)
                        : null;
                if (payload != null && !member.tell(
                        frames.computeIfAbsent(payload, p -> new FrameBatch(List.of(p), lane.encoder())))) {
                    member.learnPresence(null);
                }
            }
        } finally {
            frames.values().forEach(FrameBatch::release);
        }
    }
}
