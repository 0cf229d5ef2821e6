package io.quarkiverse.channelbox.runtime.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.engine.Delivery;
import io.quarkiverse.channelbox.runtime.fanout.EventLoopLane;
import io.quarkiverse.channelbox.runtime.fanout.LaneMembers;

/**
 * The channels of a group on this node. {@link LocalMembers} makes one change at a time; everything can be read from anywhere
 * at any time.
 */
public final class LocalGroup {

    private final String name;
    private final GroupSettings settings;
    private final ConcurrentMap<String, LocalChannel> channels = new ConcurrentHashMap<>();
    /** As many as there are event loops, at the most. */
    private final List<LaneMembers> lanes = new CopyOnWriteArrayList<>();
    /** How many channels have which payload type, so that a send need not ask each of them. */
    private final int[] payloadTypes = new int[PayloadType.values().length];
    private volatile List<PayloadType> payloadTypesPresent = List.of();
    /** Upgrades that were let in and have not joined yet. */
    private int reserved;

    LocalGroup(String name, GroupSettings settings) {
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

    public Collection<LocalChannel> channels() {
        return channels.values();
    }

    LocalChannel channel(String connectionId) {
        return channels.get(connectionId);
    }

    /** The payload types that at least one channel has. */
    public List<PayloadType> payloadTypes() {
        return payloadTypesPresent;
    }

    boolean isFull() {
        return settings.maxChannels().isPresent() && channels.size() + reserved >= settings.maxChannels().getAsInt();
    }

    void reserve() {
        reserved++;
    }

    void release() {
        reserved--;
    }

    boolean isForgettable() {
        return channels.isEmpty() && reserved == 0;
    }

    LaneMembers laneMembers(EventLoopLane lane) {
        for (LaneMembers members : lanes) {
            if (members.lane() == lane) {
                return members;
            }
        }
        LaneMembers members = new LaneMembers(this, lane);
        lanes.add(members);
        return members;
    }

    void add(LocalChannel channel) {
        channels.put(channel.localConnection().id(), channel);
        count(channel.payloadType(), 1);
        channel.laneMembers().add(channel);
    }

    void remove(LocalChannel channel) {
        channels.remove(channel.localConnection().id());
        count(channel.payloadType(), -1);
        channel.laneMembers().remove(channel);
    }

    void count(PayloadType type, int difference) {
        payloadTypes[type.ordinal()] += difference;
        List<PayloadType> present = new ArrayList<>();
        for (PayloadType each : PayloadType.values()) {
            if (payloadTypes[each.ordinal()] > 0) {
                present.add(each);
            }
        }
        if (!present.equals(payloadTypesPresent)) {
            payloadTypesPresent = List.copyOf(present);
        }
    }

    public void deliver(Delivery delivery) {
        for (LaneMembers members : lanes) {
            members.deliver(delivery);
        }
    }
}
