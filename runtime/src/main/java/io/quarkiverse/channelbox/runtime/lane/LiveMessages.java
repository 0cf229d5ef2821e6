package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;

/**
 * The messages of a group that are written to its members on a lane together, each as one write for each member. Used on the
 * lane.
 */
final class LiveMessages implements WriteJob {

    /** About what a frame has besides the payload. */
    private static final int ENVELOPE_BYTES = 64;

    private final GroupMembers group;
    private final LaneMembers members;
    private final MemberList all;
    private final Lane lane;
    private final List<Delivery> collected = new ArrayList<>();
    private long payloadBytes;
    /** What is left of them in the backlog. */
    private long cost;
    /** While they are being written. */
    private FrameBatches batches;
    private int next;
    /** Up to which member what was written has been taken from the backlog. */
    private int accounted;
    /** What was written since it was counted: messages, each for every member, and bytes of frames. */
    private long writtenMessages;
    private long writtenBytes;

    LiveMessages(GroupMembers group, LaneMembers members, Lane lane) {
        this.group = group;
        this.members = members;
        this.all = members.all();
        this.lane = lane;
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

    /** Whether they are being written, so that no member can become one of those that get them. */
    boolean isWriting() {
        return batches != null;
    }

    List<Delivery> collected() {
        return collected;
    }

    /** The last stored message before them. */
    LogPosition before() {
        return collected.get(0).positionBefore();
    }

    @Override
    public boolean write(Budget budget) {
        if (batches == null) {
            batches = new FrameBatches(collected, lane, group);
        }
        while (next < all.size()) {
            int bytes = write(next++);
            if (budget.isUsedUpBy(bytes) && next < all.size()) {
                int written = next - accounted;
                accounted = next;
                count();
                release(Math.min(cost, collected.size() * Backlog.cost(0, written) + written * payloadBytes));
                return false;
            }
        }
        finish();
        return true;
    }

    /** Returns how many bytes were written. One broken connection costs the others nothing. */
    private int write(int index) {
        Member member = all.get(index);
        Bypass bypass = all.bypass(index);
        try {
            if (bypass != null && bypass.isOpen(lane.now())) {
                FrameBatch batch = batches.of(member, bypass);
                if (batch.isEmpty() || bypass.write(batch, lane.now())) {
                    return written(batch, batch.size());
                }
            }
            if (member.isCatchingUp()) {
                member.cursor().tail().passed(collected);
                return 0;
            }
            FrameBatch batch = batches.of(member);
            return written(batch, member.writer().write(batch));
        } catch (RuntimeException e) {
            lane.broken(member.laneConnection(), e);
            return 0;
        }
    }

    private int written(FrameBatch batch, int bytes) {
        if (bytes > 0) {
            writtenMessages += batch.payloads().size();
            writtenBytes += bytes;
        }
        return bytes;
    }

    /** Once for all members of a turn. */
    private void count() {
        members.counts().delivered(writtenMessages, writtenBytes);
        writtenMessages = 0;
        writtenBytes = 0;
    }

    private void finish() {
        count();
        LogPosition last = collected.get(collected.size() - 1).position();
        for (int i = 0; i < collected.size(); i++) {
            lane.unflushed().add(collected.get(i));
        }
        if (batches != null) {
            batches.release();
            batches = null;
        }
        members.messages().add(collected.size(), lane.now());
        next = 0;
        accounted = 0;
        collected.clear();
        payloadBytes = 0;
        release(cost);
        members.delivered(last);
    }

    private void release(long bytes) {
        cost -= bytes;
        lane.release(bytes);
    }

    @Override
    public void abandon() {
        if (collected.isEmpty()) {
            return;
        }
        try {
            // The one at which it failed may have got them: a gap too many does no harm.
            for (int i = Math.max(0, next - 1); i < all.size(); i++) {
                missed(all.get(i));
            }
        } finally {
            finish();
        }
    }

    private void missed(Member member) {
        if (member.isCatchingUp()) {
            member.cursor().tail().passed(collected);
        } else {
            member.writer().missed(collected.size());
        }
    }
}
