package io.quarkiverse.channelbox.runtime.snapshot;

import static io.quarkiverse.channelbox.NodeSnapshot.MOST;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.NodeSnapshot;
import io.quarkiverse.channelbox.NodeSnapshot.ChannelState;
import io.quarkiverse.channelbox.NodeSnapshot.ConnectionState;
import io.quarkiverse.channelbox.NodeSnapshot.GroupState;
import io.quarkiverse.channelbox.NodeSnapshot.LaneState;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Lane;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.snapshot.TakenSnapshot.OfChannel;
import io.quarkiverse.channelbox.runtime.snapshot.TakenSnapshot.OfConnection;
import io.quarkiverse.channelbox.runtime.snapshot.TakenSnapshot.OfEngine;
import io.quarkiverse.channelbox.runtime.snapshot.TakenSnapshot.OfGroup;
import io.quarkiverse.channelbox.runtime.snapshot.TakenSnapshot.OfLane;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/**
 * Looks at the whole node from whichever thread asks, and stops nobody: each value is as it was when it was looked at. Takes
 * time with every connection, memory with what is kept only.
 */
@Singleton
public class Snapshots {

    private final Groups groups;
    private final Lanes lanes;
    private final Backlog backlog;
    private final Engine engine;
    private final Shutdown shutdown;
    private final GroupSettingsResolver settings;
    private final TimeSource time;

    public Snapshots(Groups groups, Lanes lanes, Backlog backlog, Engine engine, Shutdown shutdown,
            GroupSettingsResolver settings, TimeSource time) {
        this.groups = groups;
        this.lanes = lanes;
        this.backlog = backlog;
        this.engine = engine;
        this.shutdown = shutdown;
        this.settings = settings;
        this.time = time;
    }

    public NodeSnapshot node() {
        ConnectionsSeen connections = new ConnectionsSeen();
        groups.connections().forEach(connections::see);
        GroupsSeen seen = new GroupsSeen(time.ticks());
        groups.all().forEach(seen::see);
        return new TakenSnapshot(time.now(), !shutdown.hasBegun(), seen.groups, seen.channels,
                connections.totals.plain(), connections.totals.protocol(), connections.totals.bufferedBytes(), backlog.bytes(),
                backlog.max(),
                seen.largest.all(), seen.busiest.all(), connections.slow(), seen.catchingUp(), lanes(connections),
                OfEngine.of(engine));
    }

    private List<LaneState> lanes(ConnectionsSeen connections) {
        return lanes.all().stream().<LaneState> map(lane -> OfLane.of(lane, connections.byLane.getOrDefault(lane, 0))).toList();
    }

    OfGroup groupHere(String name) {
        return groups.group(name).map(group -> OfGroup.of(group, time.ticks()))
                .orElseGet(() -> new OfGroup(name, settings.settings(name).template(), 0, 0, 0, 0));
    }

    public GroupState group(String name) {
        return groupHere(name);
    }

    /** So many of the channels that a group has on this node: those for which the most bytes wait first. */
    public List<ChannelState> channels(String group, int most) {
        Most<Member> kept = new Most<>(most);
        groups.group(group).map(GroupMembers::members).orElse(List.of())
                .forEach(member -> kept.add(member, member.laneConnection().bufferedBytes()));
        return kept.all().stream().<ChannelState> map(OfChannel::of).toList();
    }

    private static final class ConnectionsSeen {

        private final ConnectionTotals totals = new ConnectionTotals();
        private final Most<Connection> slow = new Most<>(MOST);
        private final Map<Lane, Integer> byLane = new HashMap<>();

        void see(Connection connection) {
            byLane.merge(connection.lane(), 1, Integer::sum);
            long bytes = totals.add(connection);
            if (bytes > 0) {
                slow.add(connection, bytes);
            }
        }

        List<ConnectionState> slow() {
            return slow.all().stream().<ConnectionState> map(OfConnection::of).toList();
        }
    }

    private static final class GroupsSeen {

        private final long now;
        private int groups;
        private int channels;
        private final Most<GroupState> largest = new Most<>(MOST);
        private final Most<GroupState> busiest = new Most<>(MOST);
        private final List<Member> catchingUp = new ArrayList<>();

        GroupsSeen(long now) {
            this.now = now;
        }

        void see(GroupMembers members) {
            OfGroup group = OfGroup.of(members, now);
            if (group.channels() == 0) {
                return;
            }
            groups++;
            channels += group.channels();
            largest.add(group, group.channels());
            if (group.load() > 0) {
                busiest.add(group, group.load());
            }
            if (group.catchingUp() > 0 && catchingUp.size() < MOST) {
                members.members().stream().filter(Member::isCatchingUp).limit(MOST - catchingUp.size())
                        .forEach(catchingUp::add);
            }
        }

        List<ChannelState> catchingUp() {
            return catchingUp.stream().<ChannelState> map(OfChannel::of).toList();
        }
    }
}
