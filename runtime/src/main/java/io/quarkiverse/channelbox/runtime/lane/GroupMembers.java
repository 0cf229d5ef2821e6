package io.quarkiverse.channelbox.runtime.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;

/**
 * The members of a group on this node, of all lanes. Whoever changes it holds its monitor, so that there is one change at a
 * time; it can be read from anywhere at any time.
 */
public final class GroupMembers {

    private final String name;
    private final GroupSettings settings;
    private final Log log;
    private final ConcurrentMap<String, Member> members = new ConcurrentHashMap<>();
    /** As many as there are event loops, at the most. */
    private final List<LaneMembers> lanes = new CopyOnWriteArrayList<>();
    /** How many members get messages in which form, so that a send need not ask each of them. */
    private final int[] forms = new int[FrameForm.values().length];
    private volatile List<FrameForm> formsPresent = List.of();
    /** Upgrades that were let in and have not joined yet. */
    private int reserved;
    private boolean hasPlace;
    private boolean forgotten;
    /** What the presence keeps of the group; {@code null} while nobody is there to be told. */
    private Object presence;

    /** @param log of the group */
    public GroupMembers(String name, GroupSettings settings, Log log) {
        this.name = name;
        this.settings = settings;
        this.log = log;
    }

    public String name() {
        return name;
    }

    public GroupSettings settings() {
        return settings;
    }

    Log log() {
        return log;
    }

    public int size() {
        return members.size();
    }

    public Collection<Member> members() {
        return members.values();
    }

    /** {@code null} if the connection is no member. */
    public Member member(String connectionId) {
        return members.get(connectionId);
    }

    /** The forms in which at least one member gets messages. */
    public List<FrameForm> forms() {
        return formsPresent;
    }

    // ---- changes, with the monitor ----

    public boolean isFull() {
        return settings.maxChannels().isPresent() && members.size() + reserved >= settings.maxChannels().getAsInt();
    }

    public void reserve() {
        reserved++;
    }

    public void release() {
        reserved--;
    }

    /** Whether it has its place among the groups of the node. */
    public boolean hasPlace() {
        return hasPlace;
    }

    public void hasPlace(boolean value) {
        hasPlace = value;
    }

    public boolean isForgettable() {
        return members.isEmpty() && reserved == 0;
    }

    /** There is another one for the name from now on, if it is needed. */
    public void forget() {
        forgotten = true;
    }

    public boolean isForgotten() {
        return forgotten;
    }

    /** What the presence keeps of it. */
    @SuppressWarnings("unchecked")
    public <T> T presence(Function<GroupMembers, T> maker) {
        if (presence == null) {
            presence = maker.apply(this);
        }
        return (T) presence;
    }

    /**
     * Adds a member, which gets what is sent from now on.
     *
     * @param joining of one that {@link Member#begin} will tell where in the log it begins; {@code null} if it is live at once
     * @return {@code null} if the connection has ended
     */
    public Member add(Connection connection, Instant joinedAt, JoinOptions options, Joining joining) {
        Member member = new Member(this, connection, joinedAt, options, joining);
        if (!connection.joined().add(member)) {
            return null;
        }
        members.put(connection.id(), member);
        count(member.form(), 1);
        member.laneMembers().add(member);
        return member;
    }

    /** Applies what the options of another join set. */
    public void update(Member member, JoinOptions options) {
        Duration expiresBefore = member.expires();
        count(member.form(), -1);
        member.update(options);
        count(member.form(), 1);
        // It goes on in another form.
        member.laneConnection().lane().execute(member.laneConnection().outbound()::shutBypass);
        if (!member.expires().equals(expiresBefore)) {
            member.laneConnection().joined().countAgain();
        }
    }

    /** Returns whether it was a member still. */
    public boolean remove(Member member) {
        if (!members.remove(member.connectionId(), member)) {
            return false;
        }
        member.left();
        member.laneConnection().joined().remove(member);
        count(member.form(), -1);
        member.laneMembers().remove(member);
        return true;
    }

    private void count(FrameForm form, int difference) {
        forms[form.ordinal()] += difference;
        List<FrameForm> present = new ArrayList<>();
        for (FrameForm each : FrameForm.values()) {
            if (forms[each.ordinal()] > 0) {
                present.add(each);
            }
        }
        if (!present.equals(formsPresent)) {
            formsPresent = List.copyOf(present);
        }
    }

    LaneMembers laneMembers(Lane lane) {
        for (LaneMembers each : lanes) {
            if (each.lane() == lane) {
                return each;
            }
        }
        LaneMembers made = new LaneMembers(this, lane);
        lanes.add(made);
        return made;
    }

    // ---- sending, from any thread ----

    /** Over about the last ten seconds. @param now {@link io.quarkiverse.channelbox.runtime.time.TimeSource#ticks()} */
    public double messagesPerSecond(long now) {
        double most = 0;
        for (LaneMembers each : lanes) {
            most = Math.max(most, each.messages().perSecond(now));
        }
        return most;
    }

    public void deliver(Delivery delivery) {
        for (LaneMembers each : lanes) {
            each.deliver(delivery);
        }
        delivery.handedOn();
    }

    /** Leaves a message out, since too much waits already: it is caught up with from the log, or told as missing. */
    public void skip(Delivery delivery) {
        for (LaneMembers each : lanes) {
            each.skip(delivery);
        }
    }

    /** Tells those members that speak the subprotocol that messages are missing here. */
    public void gap(OptionalLong missed) {
        for (LaneMembers each : lanes) {
            each.lane().inOrder(() -> each.gap(missed));
        }
    }

    /** Writes to those members that speak the subprotocol, and know that they have joined. */
    public void tell(Function<Member, EncodedPayload> frame) {
        for (LaneMembers each : lanes) {
            each.lane().inOrder(() -> each.writeToProtocol(frame));
        }
    }
}
