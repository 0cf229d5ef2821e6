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
import io.quarkiverse.channelbox.runtime.observe.LaneCounts;

/**
 * The members of one group whose connections one event loop serves. Only the lane changes and reads them; the count can be
 * read from anywhere and says whether a delivery is worth anything.
 */
final class LaneMembers {

    private final GroupMembers group;
    private final Lane lane;
    private final AtomicInteger count = new AtomicInteger();

    // What follows is used on the lane only.
    private final MemberList members = new MemberList();
    /** Those of them that have come to where the live messages are, and wait for those that are being written. */
    private List<Cursor> arrived = List.of();
    /** How many of them are of a connection that is in other groups as well. */
    private int sharing;
    /** Up to where the live members have the log; {@code null} while that is not known. */
    private LogPosition position;
    private final LiveMessages live;
    private final LaneCounts counts;
    private final Skipped skipped = new Skipped();
    private final Rate messages = new Rate();

    LaneMembers(GroupMembers group, Lane lane) {
        this.group = group;
        this.lane = lane;
        this.live = new LiveMessages(group, this, lane);
        this.counts = lane.shared().counts().lane(lane, group.settings().template());
    }

    Lane lane() {
        return lane;
    }

    LaneCounts counts() {
        return counts;
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
            members.add(member);
            member.laneConnection().groups().add(this);
            // They may be several now.
            member.laneConnection().outbound().shutBypass();
            if (member.isCatchingUp()) {
                member.cursor().advance();
            }
        });
    }

    void remove(Member member) {
        count.decrementAndGet();
        lane.inOrder(() -> {
            members.remove(member);
            if (member.isCatchingUp()) {
                if (!arrived.isEmpty()) {
                    arrived.remove(member.cursor());
                }
                member.cursor().end();
            }
            member.laneConnection().groups().remove(this);
        });
    }

    /** One more or one less of the connections is in other groups, too. */
    void sharing(int difference) {
        sharing += difference;
    }

    boolean isSharing() {
        return sharing > 0;
    }

    MemberList all() {
        return members;
    }

    /** A member got what was delivered: what comes next may go past the pipeline, as long as nothing gets in the way. */
    void took(Member member) {
        if (member.isOnLane() && !member.isCatchingUp()) {
            members.bypass(member, member.laneConnection().outbound().openBypass(member.form()));
        }
    }

    // ---- live messages ----

    /** How many there are a second. */
    Rate messages() {
        return messages;
    }

    /** From any thread. */
    void deliver(Delivery delivery) {
        int recipients = count.get();
        if (recipients > 0) {
            delivery.handingOn();
            lane.deliver(this, delivery, Backlog.cost(delivery.payload().size(), recipients));
        }
    }

    /** Leaves a message out, since too much waits already. From any thread. */
    void skip(Delivery delivery) {
        // There is one task for all that is left out until the lane gets to it.
        if (count.get() > 0 && skipped.add(delivery)) {
            lane.inOrder(this::makeUpForSkipped);
        }
    }

    private void makeUpForSkipped() {
        Skipped.Sum sum = skipped.take();
        LogPosition before = position;
        List<Cursor> behind = new ArrayList<>();
        for (Member member : members.copy()) {
            if (sum.unstored() > 0) {
                member.writer().missed(sum.unstored());
                if (!member.isCatchingUp()) {
                    // This is their place, and nothing else may come for a long time.
                    member.writer().tellMissed();
                }
            }
            if (sum.upTo() != null && member.isCatchingUp()) {
                member.cursor().tail().followLog();
            } else if (sum.upTo() != null && before != null) {
                member.fallBehind(before);
                member.laneConnection().outbound().shutBypass();
                behind.add(member.cursor());
            }
        }
        delivered(sum.upTo());
        // Not before it is known how far they are behind: they would be found to be up to date.
        behind.forEach(Cursor::advance);
    }

    LiveMessages live() {
        return live;
    }

    // ---- those that catch up ----

    /** Up to where the live members have the log; {@code null} while that is not known. */
    LogPosition position() {
        return position;
    }

    /** The live members have the log up to there. */
    void delivered(LogPosition last) {
        if (last != null && (position == null || !position.epoch().equals(last.epoch()) || position.offset() < last.offset())) {
            position = last;
        }
        letArrivedOnesGoOn();
    }

    /** All that was stored up to where a member begins has been delivered to this lane. */
    void atLeast(LogPosition end, Member member) {
        delivered(end == null || position == null || position.epoch().equals(end.epoch()) ? end : null);
        if (member.isCatchingUp()) {
            member.cursor().tail().delivered();
            member.cursor().advance();
        }
    }

    private void letArrivedOnesGoOn() {
        if (!arrived.isEmpty()) {
            List<Cursor> waiting = arrived;
            arrived = List.of();
            waiting.forEach(Cursor::advance);
        }
    }

    /** A member cannot go on before live messages have been written, or have come. */
    void arrived(Cursor cursor) {
        if (arrived.isEmpty()) {
            arrived = new ArrayList<>();
        }
        arrived.add(cursor);
    }

    /**
     * A live member did not take messages: it goes on from the log, when it takes some again.
     *
     * @param messages how many there were, if they are not those of the group that are being written
     */
    void fallBehind(Member member, int messages) {
        if (live.isWriting()) {
            member.fallBehind(live.before());
            member.cursor().tail().passed(live.collected());
        } else {
            member.fallBehind(position);
            member.writer().missed(messages);
        }
        member.cursor().waitForSocket();
    }

    // ---- frames of the subprotocol ----

    /** Messages are missing for those members that would get them now; what catches up finds out by itself. */
    void gap(OptionalLong missed) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.isCatchingUp()) {
                member.cursor().tail().followLog();
                continue;
            }
            if (!member.writer().tellGap(missed)) {
                member.writer().missed(missed.orElse(1));
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
                if (payload != null && !member.writer().tell(
                        frames.computeIfAbsent(payload, p -> new FrameBatch(List.of(p), lane.encoder())))) {
                    member.learnPresence(null);
                }
            }
        } finally {
            frames.values().forEach(FrameBatch::release);
        }
    }
}
