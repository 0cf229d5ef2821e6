package io.quarkiverse.channelbox.runtime.group;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Singleton;

import io.netty.channel.Channel;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.expiry.Activity;
import io.quarkiverse.channelbox.runtime.expiry.Expirations;
import io.quarkiverse.channelbox.runtime.expiry.Heartbeat;
import io.quarkiverse.channelbox.runtime.expiry.Pulse;
import io.quarkiverse.channelbox.runtime.fanout.EventLoopLanes;
import io.quarkiverse.channelbox.runtime.fanout.SlowConsumers;
import io.quarkus.websockets.next.WebSocketConnection;

/** The connections of this node that are, or were, in a group, from their first join until they close. */
@Singleton
public class LocalConnections {

    private final ConcurrentMap<String, LocalConnection> connections = new ConcurrentHashMap<>();
    private final LocalMembers members;
    private final LocalGroups groups;
    private final EventLoopLanes lanes;
    private final Expirations expirations;
    private final Heartbeat heartbeat;
    private final SlowConsumers slowConsumers;

    public LocalConnections(LocalMembers members, LocalGroups groups, EventLoopLanes lanes, Expirations expirations,
            Heartbeat heartbeat, SlowConsumers slowConsumers) {
        this.members = members;
        this.groups = groups;
        this.lanes = lanes;
        this.expirations = expirations;
        this.heartbeat = heartbeat;
        this.slowConsumers = slowConsumers;
    }

    public Optional<LocalConnection> find(String id) {
        return Optional.ofNullable(connections.get(id));
    }

    public Collection<LocalConnection> all() {
        return connections.values();
    }

    /** The connection; {@code null} if it was already known. */
    LocalConnection addIfAbsent(WebSocketConnection webSocket, Optional<Channel> nettyChannel, Admission admission) {
        LocalConnection connection = new LocalConnection(webSocket, nettyChannel, admission,
                nettyChannel.map(channel -> lanes.lane(channel.eventLoop())).orElseGet(lanes::fallback), this);
        if (connections.putIfAbsent(connection.id(), connection) != null) {
            return null;
        }
        groups.addPrincipal(connection);
        heartbeat.start(connection.pulse());
        return connection;
    }

    /** Ends a connection's memberships for good; returns how many there were. */
    int ended(LocalConnection connection, LeaveReason reason) {
        if (connections.remove(connection.id()) == null) {
            return 0;
        }
        int left = members.leaveAll(connection, reason);
        groups.removePrincipal(connection);
        connection.activity().stop();
        heartbeat.stop(connection.pulse());
        return left;
    }

    SlowConsumers slowConsumers() {
        return slowConsumers;
    }

    Activity activityOf(LocalConnection connection) {
        return expirations.track(connection);
    }

    Pulse pulseOf(LocalConnection connection) {
        return new Pulse(connection);
    }
}
