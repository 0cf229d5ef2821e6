package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.presence.PresenceChanges;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;

/**
 * The channels of a group on this node. {@link Memberships} makes one change at a time; everything can be read from anywhere
 * at any time.
 */
public final class GroupMembers {

    private final String name;
    private final GroupSettings settings;
    private final ConcurrentMap<String, Member> channels = new ConcurrentHashMap<>();
    /** As many as there are event loops, at the most. */
    private final List<LaneMembers> lanes = new CopyOnWriteArrayList<>();
    /** How many channels get messages in which form, so that a send need not ask each of them. */
    private final int[] forms = new int[FrameForm.values().length];
    private volatile List<FrameForm> formsPresent = List.of();
    /** Made when somebody is there to be told. */
    private PresenceChanges presence;
    /** Upgrades that were let in and have not joined yet. */
    private int reserved;

    public GroupMembers(String name, GroupSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    public String name() {
        return name;
    }

    public GroupSettings settings() {
        return settings;
    }

    public int size() {
        return channels.size();
    }

    public Collection<Member> channels() {
        return channels.values();
    }

    public Member channel(String connectionId) {
        return channels.get(connectionId);
    }

    /** The forms in which at least one channel gets messages. */
    public List<FrameForm> forms() {
        return formsPresent;
    }

    /** Whether anybody is there to be told who comes and goes. */
    public boolean tellsPresence() {
        return settings.presence() && forms[FrameForm.ENVELOPE.ordinal()] > 0;
    }

    /** Called within a change of the group. */
    public PresenceChanges presence() {
        if (presence == null) {
            presence = new PresenceChanges();
        }
        return presence;
    }

    public List<LaneMembers> lanes() {
        return lanes;
    }

    public boolean isFull() {
        return settings.maxChannels().isPresent() && channels.size() + reserved >= settings.maxChannels().getAsInt();
    }

    public void reserve() {
        reserved++;
    }

    public void release() {
        reserved--;
    }

    public boolean isForgettable() {
        return channels.isEmpty() && reserved == 0;
    }

    public LaneMembers laneMembers(Lane lane) {
        for (LaneMembers members : lanes) {
            if (members.lane() == lane) {
                return members;
            }
        }
        LaneMembers members = new LaneMembers(this, lane);
        lanes.add(members);
        return members;
    }

    public void add(Member channel) {
        channels.put(channel.localConnection().id(), channel);
        count(channel.form(), 1);
        channel.laneMembers().add(channel);
    }

    public void remove(Member channel) {
        channels.remove(channel.localConnection().id());
        count(channel.form(), -1);
        channel.laneMembers().remove(channel);
    }

    public void count(FrameForm form, int difference) {
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

    public void deliver(Delivery delivery) {
        for (LaneMembers members : lanes) {
            members.deliver(delivery);
        }
    }

    /** Tells those members that messages are missing here that speak the subprotocol. */
    public void gap(EncodedPayload frame) {
        for (LaneMembers members : lanes) {
            members.lane().execute(() -> members.writeToProtocol(channel -> frame));
        }
    }
}
