package io.quarkiverse.channelbox.runtime.membership;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.Target;

/** The groups that have a member on this node, and who is connected, as which user: what a message's targets are found in. */
@Singleton
public class Groups {

    private final ConcurrentMap<String, GroupMembers> groups = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Connection> connections = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<Connection>> connectionsByPrincipal = new ConcurrentHashMap<>();

    public Optional<GroupMembers> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    public Collection<GroupMembers> all() {
        return groups.values();
    }

    /**
     * Changes a group, or makes or forgets it; one change at a time for a name.
     *
     * @param change gets {@code null} for a group that is not there; returns {@code null} to forget it
     */
    public void change(String name, UnaryOperator<GroupMembers> change) {
        groups.compute(name, (key, group) -> change.apply(group));
    }

    /** Whether the connection was not known before. */
    boolean add(Connection connection) {
        if (connections.putIfAbsent(connection.id(), connection) != null) {
            return false;
        }
        addPrincipal(connection);
        return true;
    }

    /** Whether the connection was known. */
    boolean remove(Connection connection) {
        return connections.remove(connection.id(), connection);
    }

    Optional<Connection> connection(String id) {
        return Optional.ofNullable(connections.get(id));
    }

    Collection<Connection> connections() {
        return connections.values();
    }

    /** The connections of a user, or the one connection, that is the target. */
    public Collection<Connection> connections(Target target) {
        return switch (target.kind()) {
            case CONNECTION -> connection(target.name()).map(Set::of).orElse(Set.of());
            case USER -> connectionsByPrincipal.getOrDefault(target.name(), Set.of());
            case GROUP, UNION -> Set.of();
        };
    }

    private void addPrincipal(Connection connection) {
        connection.principal().ifPresent(name -> connectionsByPrincipal.compute(name, (key, connections) -> {
            Set<Connection> all = connections == null ? ConcurrentHashMap.newKeySet(1) : connections;
            all.add(connection);
            return all;
        }));
    }

    void removePrincipal(Connection connection) {
        connection.principal().ifPresent(name -> connectionsByPrincipal.computeIfPresent(name, (key, connections) -> {
            connections.remove(connection);
            return connections.isEmpty() ? null : connections;
        }));
    }

    /** For each connection that a target reaches the first suitable channel. */
    public Collection<Member> channels(Target target, Predicate<Member> suitable) {
        Map<Connection, Member> first = new LinkedHashMap<>();
        all(target).filter(suitable).forEach(channel -> first.putIfAbsent(channel.localConnection(), channel));
        return first.values();
    }

    private Stream<Member> all(Target target) {
        return switch (target.kind()) {
            case USER, CONNECTION -> connections(target).stream().flatMap(c -> c.channels().stream());
            case GROUP, UNION -> target.names().stream().flatMap(name -> group(name).stream())
                    .flatMap(g -> g.channels().stream());
        };
    }
}
