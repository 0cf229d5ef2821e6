package io.quarkiverse.channelbox.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.NodeSnapshot;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.snapshot.Snapshots;
import io.quarkus.websockets.next.WebSocketConnection;

/** A group as it is on this node. */
record GroupHere(String name, Groups groups, Snapshots snapshots) implements Group.Local {

    private Optional<GroupMembers> group() {
        return groups.group(name);
    }

    @Override
    public int size() {
        return group().map(GroupMembers::size).orElse(0);
    }

    @Override
    public Collection<Channel> channels() {
        return group().map(group -> List.<Channel> copyOf(group.members())).orElse(List.of());
    }

    @Override
    public Optional<Channel> channel(WebSocketConnection connection) {
        String id = ServedConnection.of(connection).id();
        return group().map(group -> group.member(id));
    }

    @Override
    public NodeSnapshot.GroupState snapshot() {
        return snapshots.group(name);
    }

    /** For logs. */
    @Override
    public String toString() {
        return "group '" + Printable.of(name) + "' on this node";
    }
}
