package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;

/**
 * What comes to a member after the place up to which it reads the log: it is held back for it, and it is live when it has got
 * both. Where that is too much, and for a member that was slow, what is stored comes from the log as well, up to where the live
 * members are. Used on the lane.
 */
final class Tail {

    private final Member member;
    private final LaneMembers members;
    private final HeldBack held;
    private boolean isFollowingLog;
    /** How many stored messages were not held back, which are missing if there is no log. */
    private long leftToLog;
    private boolean hasBegun;
    private boolean hasLog;
    /** Of the log when the member began; what comes after it is delivered. {@code null} if it is not known. */
    private LogPosition end;
    /** Whether all up to that end has come by. */
    private boolean isEndDelivered;

    /** @param joins whether it begins with a join; else the member was live and slow */
    Tail(Member member, boolean joins) {
        this.member = member;
        this.members = member.laneMembers();
        this.held = new HeldBack(member, joins);
        this.isFollowingLog = !joins;
        this.isEndDelivered = !joins;
    }

    /** The member begins; without a log it gets what is held. */
    void begin(boolean withLog, LogPosition logEnd) {
        hasBegun = true;
        hasLog = withLog;
        end = logEnd;
        if (hasLog) {
            held.dropUpTo(this::isUpToEnd);
        } else if (leftToLog > 0) {
            member.writer().missed(leftToLog);
        }
    }

    /** What comes by from now on comes after the end of the log when the member began. */
    void delivered() {
        isEndDelivered = true;
    }

    HeldBack held() {
        return held;
    }

    /** A live message came by. */
    void passed(Delivery delivery) {
        if (!hasBegun || !isUpToEnd(delivery)) {
            hold(delivery, delivery.position());
        } else {
            // What came before it is of an earlier epoch, and was lost.
            held.drop(earlier -> true);
        }
    }

    /** @param after what it has its place after; {@code null} if that is not known */
    void hold(Delivery delivery, LogPosition after) {
        boolean isInLog = delivery.isStored() && (!hasBegun || hasLog);
        if (isInLog && isFollowingLog) {
            leftToLog++;
        } else if (!held.add(delivery, after)) {
            if (isInLog) {
                followLog();
                leftToLog++;
            } else {
                member.writer().missed(1);
            }
        }
    }

    /** What is stored is not held back any more. */
    void followLog() {
        if (!isFollowingLog) {
            isFollowingLog = true;
            leftToLog += held.drop(Delivery::isStored);
        }
    }

    /** Whether a message is in the log up to its end when the member began, or came before it in spite of its place. */
    private boolean isUpToEnd(Delivery delivery) {
        LogPosition its = delivery.position();
        // Offsets go on from one epoch to the next, unless some were lost.
        return end != null && its != null && (its.epoch().equals(end.epoch()) || !isEndDelivered)
                && (delivery.isStored() ? its.offset() <= end.offset() : its.offset() < end.offset());
    }

    /** Up to where the member has to read; {@code null} if that is not known. */
    LogPosition goal() {
        return isFollowingLog && isLiveKnown() ? members.position() : end;
    }

    /** Whether a member that has read so far has, with what is held back for it, what the live members have. */
    boolean isLevel(LogPosition position) {
        if (!isLiveKnown()) {
            return false;
        }
        return !isFollowingLog || position == null || position.equals(members.position());
    }

    /** Whether the live members are where this one began, or further. */
    private boolean isLiveKnown() {
        LogPosition live = members.position();
        return isEndDelivered || end == null
                || live != null && live.epoch().equals(end.epoch()) && live.offset() >= end.offset();
    }

    void passed(List<Delivery> deliveries) {
        for (int i = 0; i < deliveries.size(); i++) {
            passed(deliveries.get(i));
        }
    }
}
