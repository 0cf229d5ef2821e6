package io.quarkiverse.channelbox.runtime.membership;

import java.util.Collection;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.netty.channel.Channel;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.lane.Activity;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Expirations;
import io.quarkiverse.channelbox.runtime.lane.Heartbeat;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.Pulse;
import io.quarkus.websockets.next.WebSocketConnection;

/** The connections of this node that are, or were, in a group, from their first join until they close. */
@Singleton
public class Connections {

    private final Memberships members;
    private final Groups groups;
    private final Lanes lanes;
    private final Expirations expirations;
    private final Heartbeat heartbeat;
    private final SlowConsumers slowConsumers;

    public Connections(Memberships members, Groups groups, Lanes lanes, Expirations expirations,
            Heartbeat heartbeat, SlowConsumers slowConsumers) {
        this.members = members;
        this.groups = groups;
        this.lanes = lanes;
        this.expirations = expirations;
        this.heartbeat = heartbeat;
        this.slowConsumers = slowConsumers;
    }

    public Optional<Connection> find(String id) {
        return groups.connection(id);
    }

    public Collection<Connection> all() {
        return groups.connections();
    }

    /** The connection; {@code null} if it was already known. */
    Connection addIfAbsent(WebSocketConnection webSocket, Optional<Channel> nettyChannel, Admission admission) {
        Connection connection = new Connection(webSocket, nettyChannel, admission,
                nettyChannel.map(channel -> lanes.lane(channel.eventLoop())).orElseGet(lanes::fallback), this);
        if (!groups.add(connection)) {
            return null;
        }
        heartbeat.start(connection.pulse());
        return connection;
    }

    /** Ends a connection's memberships for good; returns how many there were. */
    public int ended(Connection connection, LeaveReason reason) {
        if (!groups.remove(connection)) {
            return 0;
        }
        int left = members.leaveAll(connection, reason);
        groups.removePrincipal(connection);
        connection.activity().stop();
        heartbeat.stop(connection.pulse());
        return left;
    }

    public SlowConsumers slowConsumers() {
        return slowConsumers;
    }

    public Activity activityOf(Connection connection) {
        return expirations.track(connection);
    }

    public Pulse pulseOf(Connection connection) {
        return new Pulse(connection);
    }
}
