package io.quarkiverse.channelbox.runtime.membership;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Joining;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.presence.PresenceFeed;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.smallrye.mutiny.Uni;

/**
 * Joins and leaves. The group is changed with its monitor, and within that its connection's list: a connection that has ended
 * can join nothing any more, and a group has exactly the channels that its connections know of.
 */
@Singleton
public class Memberships {

    private static final Logger LOG = Logger.getLogger(Memberships.class);

    private static final String FULL = "the group or the node is full";

    private final Groups groups;
    private final GroupSettingsResolver settings;
    private final Engine engine;
    private final PresenceFeed presence;
    private final GroupEvents events;
    private final TimeSource time;
    private final Counts counts;
    private final Gaps gaps;
    private final PositionSigner positions;
    private final SeldomLog unread = new SeldomLog(LOG, Logger.Level.ERROR);
    /** Of channels, and of upgrades that were let in and have not joined yet. */
    private final NodePlaces places;

    public Memberships(Groups groups, GroupSettingsResolver settings, Engine engine, PresenceFeed presence,
            GroupEvents events, TimeSource time, Counts counts, Gaps gaps, PositionSigner positions, ValidatedConfig config) {
        this.groups = groups;
        this.settings = settings;
        this.engine = engine;
        this.presence = presence;
        this.events = events;
        this.time = time;
        this.counts = counts;
        this.gaps = gaps;
        this.positions = positions;
        this.places = new NodePlaces(config.values().maxChannels().orElse(Integer.MAX_VALUE), config.values().maxGroups());
    }

    /** The channels of this node and the places that are taken for some. */
    public int size() {
        return places.channels();
    }

    private GroupMembers make(String name) {
        return new GroupMembers(name, settings.settings(name), engine::read);
    }

    private void forgetIfEmpty(GroupMembers group) {
        if (group.isForgettable()) {
            engine.unsubscribe(group.name());
            if (group.hasPlace()) {
                places.giveBackGroup();
            }
            groups.forget(group);
        }
    }

    // ---- places ----

    /**
     * Takes a place in a group before the upgrade; it is used by {@link #joinReserved} or given back by {@link #release}.
     *
     * @return completes when the messages of other nodes come to this one, too, as far as that can be had now; empty if there
     *         is no place
     */
    public Optional<Uni<Void>> reserve(String name) {
        return groups.change(name, this::make, group -> {
            if (group.isFull() || take(group) != null) {
                forgetIfEmpty(group);
                return Optional.empty();
            }
            group.reserve();
            return Optional.of(engine.subscribe(name, ReplayRequest.NONE).replaceWithVoid());
        });
    }

    /** Takes a place on the node, for the group too if it is new; returns why there is none, or {@code null}. */
    private NodePlaces.Full take(GroupMembers group) {
        NodePlaces.Full full = places.take(!group.hasPlace());
        if (full == null) {
            group.hasPlace(true);
        }
        return full;
    }

    /** Whether there is a place in each of the groups at the moment; takes none. */
    public boolean hasPlaces(Collection<String> names) {
        return places.has(names.size())
                && names.stream().noneMatch(this::isFull) && haveGroups(names);
    }

    /** Whether there may be as many groups as there are with these. */
    private boolean haveGroups(Collection<String> names) {
        return places.hasGroups(names.stream().filter(name -> groups.group(name).isEmpty()).count());
    }

    /** What whoever finds no place is told, and the log: which of the bounds was reached. */
    public RefusedException full(Collection<String> names) {
        boolean isNodeFull = !places.has(names.size());
        if (!isNodeFull && !haveGroups(names)) {
            return new RefusedException(503, FULL, "quarkus.channel-box.max-groups",
                    "the node is full: it has " + places.groups() + " groups");
        }
        String detail = isNodeFull ? "the node is full: it has " + places.channels() + " channels"
                : names.stream().filter(this::isFull).findFirst()
                        .map(name -> "group '" + Printable.of(name) + "' is full").orElse("the group was full");
        return new RefusedException(503, FULL,
                "quarkus.channel-box.max-channels" + (isNodeFull ? "" : "-per-group"), detail);
    }

    private boolean isFull(String name) {
        return groups.group(name).map(group -> {
            synchronized (group) {
                return !group.isForgotten() && group.isFull();
            }
        }).orElse(false);
    }

    public void release(String name) {
        groups.change(name, this::make, group -> {
            group.release();
            forgetIfEmpty(group);
            return null;
        });
        places.giveBackChannel();
    }

    // ---- joins ----

    /** Joins with a place that was {@link #reserve reserved}, which is used up whatever happens. */
    void joinReserved(Connection connection, String name) {
        join(connection, name, JoinOptions.defaults(), OptionalLong.empty(), true);
    }

    /**
     * @throws ConnectionClosedException if the connection is closed
     * @throws GroupFullException if there is no place
     */
    public Member join(Connection connection, String name, JoinOptions options) {
        return join(connection, name, options, OptionalLong.empty());
    }

    /**
     * Like the other one.
     *
     * @param ref of the client's command to which the frame {@code joined} is the answer
     */
    public Member join(Connection connection, String name, JoinOptions options, OptionalLong ref) {
        return join(connection, name, options, ref, false);
    }

    /** A member, and what became of its subscription if it is new. */
    private record Change(Member member, Beginning beginning, Uni<LogStart> start) {
    }

    private Member join(Connection connection, String name, JoinOptions options, OptionalLong ref, boolean reserved) {
        Change change = groups.change(name, this::make, group -> {
            if (reserved) {
                group.release();
            }
            try {
                Member existing = group.member(connection.id());
                return existing != null ? update(group, existing, options)
                        : add(group, connection, options, ref, reserved);
            } finally {
                if (reserved && group.member(connection.id()) == null) {
                    places.giveBackChannel();
                }
                forgetIfEmpty(group);
            }
        });
        connection.updateExpiry();
        if (change.start() != null) {
            begin(change, ref);
            presence.announce(change.member().groupMembers());
            announceJoin(change.member());
            return change.member();
        }
        ref.ifPresent(change.member()::tellJoined);
        if (reserved) {
            // It had joined by itself before.
            places.giveBackChannel();
        }
        return change.member();
    }

    private Change update(GroupMembers group, Member member, JoinOptions options) {
        group.update(member, options);
        if (!options.getAttributes().isEmpty()) {
            presence.updated(group, member);
        }
        return new Change(member, null, null);
    }

    private Change add(GroupMembers group, Connection connection, JoinOptions options, OptionalLong ref, boolean reserved) {
        if (!reserved && group.isFull()) {
            throw new GroupFullException("Group '" + Printable.of(group.name()) + "' is full: it has " + group.size()
                    + " channels (quarkus.channel-box.max-channels-per-group)");
        }
        NodePlaces.Full full = reserved ? null : take(group);
        if (full != null) {
            throw new GroupFullException(full == NodePlaces.Full.GROUPS
                    ? "The node is full: it has " + places.maxGroups() + " groups (quarkus.channel-box.max-groups)"
                    : "The node is full: it has " + places.channels() + " channels (quarkus.channel-box.max-channels)");
        }
        Beginning beginning = null;
        Member member = null;
        try {
            beginning = Beginning.of(group, connection, options, positions);
            member = connection.webSocket().isClosed() ? null
                    : group.add(connection, time.now(), options,
                            beginning.isTold() ? new Joining(ref, beginning.unknown()) : null);
        } finally {
            if (member == null && !reserved) {
                places.giveBackChannel();
            }
        }
        if (member == null) {
            throw new ConnectionClosedException("Connection " + connection.id() + " is closed and cannot join group '"
                    + Printable.of(group.name()) + "'");
        }
        counts.joined(group.settings().template());
        presence.joined(group, member);
        return new Change(member, beginning, engine.subscribe(group.name(), beginning.request()));
    }

    private void begin(Change change, OptionalLong ref) {
        Member member = change.member();
        Runnable welcome = () -> presence.changed(member.groupMembers());
        change.start().subscribe().with(start -> begin(change, start, ref, welcome), problem -> {
            unread.log(() -> "The history of group '" + Printable.of(member.group())
                    + "' could not be read for a new member; it gets what is sent from now on", problem);
            begin(change, change.beginning().unknown(), ref, welcome);
        });
    }

    private void begin(Change change, LogStart read, OptionalLong ref, Runnable welcome) {
        Member member = change.member();
        LogStart start = change.beginning().at(read);
        start.recovered().ifPresent(counts::resumed);
        if (start.recovered().equals(Optional.of(false))) {
            gaps.notRecovered(member.group());
        }
        if (change.beginning().isTold()) {
            member.begin(start, ref, welcome);
        }
        member.subscribedNow();
    }

    private void announceJoin(Member member) {
        events.fire(ChannelJoined.of(member));
        member.announcement().joined().ifPresent(reason -> events.fire(ChannelLeft.of(member, reason)));
    }

    // ---- leaves ----

    /** Ends one membership; the connection stays open. Returns whether there was one. */
    public boolean leave(Connection connection, String name, LeaveReason reason) {
        return leave(connection, name, reason, OptionalLong.empty());
    }

    /**
     * Like the other one.
     *
     * @param ref of the client's command to which the frame {@code left} is the answer
     */
    public boolean leave(Connection connection, String name, LeaveReason reason, OptionalLong ref) {
        Member member = groups.group(name).map(group -> member(group, connection)).orElse(null);
        if (member == null || !detach(member, reason)) {
            return false;
        }
        member.tellLeft(reason.name().toLowerCase(Locale.ROOT), ref);
        connection.updateExpiry();
        return true;
    }

    /** Also if its join is not over yet: others may have been refused for the place that it has taken. */
    private static Member member(GroupMembers group, Connection connection) {
        synchronized (group) {
            return group.member(connection.id());
        }
    }

    /** Ends all memberships of a connection for good; returns how many there were. */
    int leaveAll(Connection connection, LeaveReason reason) {
        List<Member> members = connection.end();
        int left = 0;
        for (Member member : members) {
            if (detach(member, reason)) {
                left++;
            }
        }
        return left;
    }

    private boolean detach(Member member, LeaveReason reason) {
        GroupMembers group = member.groupMembers();
        synchronized (group) {
            if (!group.remove(member)) {
                return false;
            }
            counts.left(group.settings().template(), reason);
            presence.left(group, member);
            places.giveBackChannel();
            forgetIfEmpty(group);
        }
        if (member.announcement().mayAnnounceEnd(reason)) {
            events.fire(ChannelLeft.of(member, reason));
        }
        presence.announce(group);
        return true;
    }
}
