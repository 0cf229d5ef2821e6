package io.quarkiverse.channelbox.runtime.membership;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.Target;

/** The groups that have a member on this node, and who is connected as which user: what a message's targets are found in. */
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
     * Changes a group, which is made if it is not there; one change at a time for a name.
     *
     * @param change called with the monitor of the group, once; it forgets the group if nothing needs it any more
     */
    <T> T change(String name, Function<String, GroupMembers> maker, Function<GroupMembers, T> change) {
        while (true) {
            GroupMembers group = groups.computeIfAbsent(name, maker);
            synchronized (group) {
                if (!group.isForgotten()) {
                    return change.apply(group);
                }
            }
        }
    }

    /** Called within a change of the group. */
    void forget(GroupMembers group) {
        group.forget();
        groups.remove(group.name(), group);
    }

    // ---- connections ----

    public Optional<Connection> connection(String id) {
        return Optional.ofNullable(connections.get(id));
    }

    public Collection<Connection> connections() {
        return connections.values();
    }

    /** The connections of a user, or the one connection, that is the target: a snapshot. */
    public Collection<Connection> connections(Target target) {
        return switch (target.kind()) {
            case CONNECTION -> connection(target.name()).map(Set::of).orElse(Set.of());
            case USER -> Set.copyOf(connectionsByPrincipal.getOrDefault(target.name(), Set.of()));
            case GROUP, UNION -> Set.of();
        };
    }

    /** Returns the one that is known already, else {@code null}. */
    Connection addIfAbsent(Connection connection) {
        Connection known = connections.computeIfAbsent(connection.id(), id -> {
            // Whoever finds it may end it at once, and then it has to be found here, too.
            connection.principal().ifPresent(name -> addTo(name, connection));
            return connection;
        });
        return known == connection ? null : known;
    }

    private void addTo(String principal, Connection connection) {
        connectionsByPrincipal.compute(principal, (name, all) -> {
            Set<Connection> connectionsOfUser = all == null ? ConcurrentHashMap.newKeySet(1) : all;
            connectionsOfUser.add(connection);
            return connectionsOfUser;
        });
    }

    void remove(Connection connection) {
        connections.computeIfPresent(connection.id(), (id, known) -> {
            if (known != connection) {
                return known;
            }
            connection.principal().ifPresent(name -> removeFrom(name, connection));
            return null;
        });
    }

    private void removeFrom(String principal, Connection connection) {
        connectionsByPrincipal.computeIfPresent(principal, (name, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
    }

    // ---- what a message reaches ----

    /**
     * The connections that a target reaches, each with the first suitable membership, by which it gets the message;
     * {@code null} for a connection that is reached by itself and in no group.
     */
    public Map<Connection, Member> recipients(Target target, Predicate<Member> suitable) {
        Map<Connection, Member> recipients = new LinkedHashMap<>();
        switch (target.kind()) {
            case USER, CONNECTION -> connections(target).forEach(connection -> add(connection, suitable, recipients));
            case GROUP, UNION -> target.names().stream().flatMap(name -> group(name).stream())
                    .flatMap(group -> group.members().stream()).filter(suitable)
                    .forEach(member -> recipients.putIfAbsent(member.laneConnection(), member));
        }
        return recipients;
    }

    private static void add(Connection connection, Predicate<Member> suitable, Map<Connection, Member> recipients) {
        var members = connection.members();
        Optional<Member> first = members.stream().filter(suitable).findFirst();
        if (first.isPresent() || members.isEmpty()) {
            recipients.put(connection, first.orElse(null));
        }
    }
}
