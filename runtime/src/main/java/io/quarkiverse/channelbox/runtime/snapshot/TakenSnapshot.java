package io.quarkiverse.channelbox.runtime.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.NodeSnapshot;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.engine.WritesRefused;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Lane;
import io.quarkiverse.channelbox.runtime.lane.Member;

/** What was found. */
record TakenSnapshot(Instant at, boolean accepting, int groupCount, int channelCount, int plainConnections,
        int protocolConnections, long bufferedBytes, long pendingBytes, long maxPendingBytes, List<GroupState> largestGroups,
        List<GroupState> busiestGroups, List<ConnectionState> slowConnections, List<ChannelState> catchingUp,
        List<LaneState> lanes, EngineState engine) implements NodeSnapshot {

    static Stream<Class<?>> classes() {
        return Stream.of(TakenSnapshot.class, OfGroup.class, OfConnection.class, OfChannel.class, OfLane.class, OfEngine.class);
    }

    record OfGroup(String name, String template, int channels, double messagesPerSecond, long bufferedBytes,
            int catchingUp) implements GroupState {

        static OfGroup of(GroupMembers group, long now) {
            long buffered = 0;
            int catchingUp = 0;
            for (Member member : group.members()) {
                buffered += member.laneConnection().bufferedBytes();
                catchingUp += member.isCatchingUp() ? 1 : 0;
            }
            return new OfGroup(group.name(), group.settings().template(), group.size(), group.messagesPerSecond(now), buffered,
                    catchingUp);
        }

        double load() {
            return messagesPerSecond * channels;
        }
    }

    record OfConnection(String id, Optional<String> principal, boolean protocol, int groups, Instant lastActive,
            long bufferedBytes) implements ConnectionState {

        static OfConnection of(Connection connection) {
            return new OfConnection(connection.id(), connection.principal(), connection.speaksProtocol(),
                    connection.groupCount(), connection.lastActive(), connection.bufferedBytes());
        }
    }

    record OfChannel(String group, ConnectionState connection, Instant joinedAt, boolean catchingUp) implements ChannelState {

        static OfChannel of(Member member) {
            return new OfChannel(member.group(), OfConnection.of(member.laneConnection()), member.joinedAt(),
                    member.isCatchingUp());
        }
    }

    record OfLane(int connections, long pendingBytes, double busy) implements LaneState {

        static OfLane of(Lane lane, int connections) {
            return new OfLane(connections, lane.pendingBytes(), lane.busy());
        }
    }

    record OfEngine(String name, boolean up, Optional<String> trouble, int pending, long losses,
            long failures) implements EngineState {

        static OfEngine of(Engine engine) {
            if (engine instanceof RemoteEngine remote) {
                Optional<String> away = remote.trouble().map(failure -> String.valueOf(failure.getMessage()));
                return new OfEngine("redis", away.isEmpty(), away.or(() -> remote.writesRefused().map(WritesRefused::reason)),
                        remote.pending(), remote.losses(), remote.failures());
            }
            return new OfEngine("local", true, Optional.empty(), 0, 0, 0);
        }
    }
}
