package io.quarkiverse.channelbox.runtime.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.FrameForm;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.presence.PresenceFeed;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.settings.GroupNames;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.smallrye.mutiny.Uni;

/**
 * Joins and leaves. The monitor of a connection is taken first, then the group is changed: a connection that has ended can
 * join nothing any more, and a group has exactly the channels that its connections know of.
 */
@Singleton
public class Memberships {

    private static final Logger LOG = Logger.getLogger(Memberships.class);

    private final Groups groups;
    private final GroupSettingsResolver settings;
    private final Engine engine;
    private final PresenceFeed presence;
    private final GroupEvents events;
    private final TimeSource time;
    private final OptionalInt maxChannels;
    /** The channels of this node and the upgrades that were let in and have not joined yet. */
    private final AtomicInteger channels = new AtomicInteger();

    public Memberships(Groups groups, GroupSettingsResolver settings, Engine engine, PresenceFeed presence,
            GroupEvents events, TimeSource time, ValidatedConfig config) {
        this.groups = groups;
        this.settings = settings;
        this.engine = engine;
        this.presence = presence;
        this.events = events;
        this.time = time;
        this.maxChannels = config.values().maxChannels();
    }

    /**
     * Takes a place in a group before the upgrade; it is used by {@link #joinReserved} or given back by {@link #release}.
     *
     * @return completes when the messages of other nodes come to this one, too, as far as that can be had now; empty if there
     *         is no place
     */
    public Optional<Uni<Void>> reserve(String name) {
        if (!takePlaceOnNode()) {
            return Optional.empty();
        }
        AtomicReference<Uni<LogSlice>> subscribed = new AtomicReference<>();
        groups.change(name, existing -> {
            GroupMembers group = existing == null ? new GroupMembers(name, settings.settings(name)) : existing;
            if (!group.isFull()) {
                group.reserve();
                subscribed.set(engine.subscribe(name, ReplayRequest.NONE));
            }
            return group.isForgettable() ? null : group;
        });
        if (subscribed.get() == null) {
            channels.decrementAndGet();
        }
        return Optional.ofNullable(subscribed.get()).map(Uni::replaceWithVoid);
    }

    public void release(String name) {
        groups.change(name, group -> {
            group.release();
            return forgetIfEmpty(group);
        });
        channels.decrementAndGet();
    }

    private GroupMembers forgetIfEmpty(GroupMembers group) {
        if (!group.isForgettable()) {
            return group;
        }
        engine.unsubscribe(group.name());
        return null;
    }

    /** Joins with a place that was {@link #reserve reserved}, which is used up whatever happens. */
    void joinReserved(Connection connection, String name) {
        join(connection, name, JoinOptions.defaults(), true);
    }

    /**
     * @throws ConnectionClosedException if the connection is closed
     * @throws GroupFullException if there is no place
     */
    public Member join(Connection connection, String name, JoinOptions options) {
        return join(connection, name, options, false);
    }

    private Member join(Connection connection, String name, JoinOptions options, boolean reserved) {
        Join join = new Join(connection, name, options, reserved);
        synchronized (connection) {
            groups.change(name, join::perform);
            if (join.failure != null) {
                throw join.failure;
            }
            connection.updateExpiry();
        }
        if (join.isNew) {
            join.startReplay();
            events.fire(ChannelJoined.of(join.channel));
        }
        return join.channel;
    }

    private boolean takePlaceOnNode() {
        if (channels.incrementAndGet() > maxChannels.orElse(Integer.MAX_VALUE)) {
            channels.decrementAndGet();
            return false;
        }
        return true;
    }

    /** One join of a connection to a group. */
    private final class Join {

        private final Connection connection;
        private final String name;
        private final JoinOptions options;
        private final boolean reserved;
        private Member channel;
        private boolean isNew;
        private ReplayRequest request;
        private Uni<LogSlice> stored;
        private RuntimeException failure;

        Join(Connection connection, String name, JoinOptions options, boolean reserved) {
            this.connection = connection;
            this.name = name;
            this.options = options;
            this.reserved = reserved;
        }

        GroupMembers perform(GroupMembers existing) {
            GroupMembers group = existing == null ? new GroupMembers(name, settings.settings(name)) : existing;
            if (reserved) {
                group.release();
            }
            channel = group.channel(connection.id());
            if (connection.hasEnded() || connection.webSocket().isClosed()) {
                failure = new ConnectionClosedException("Connection " + connection.id() + " is closed and cannot join group '"
                        + GroupNames.printable(name) + "'");
            } else if (channel != null) {
                FrameForm before = channel.form();
                channel.update(options);
                group.count(before, -1);
                group.count(channel.form(), 1);
                if (!options.getAttributes().isEmpty()) {
                    presence.updated(group, channel);
                }
            } else if (!reserved && group.isFull()) {
                failure = new GroupFullException("Group '" + GroupNames.printable(name) + "' is full: it has "
                        + group.size() + " channels (quarkus.channel-box.max-channels-per-group)");
            } else if (!reserved && !takePlaceOnNode()) {
                failure = new GroupFullException("The node is full: it has " + channels.get()
                        + " channels (quarkus.channel-box.max-channels)");
            } else {
                add(group);
            }
            if (reserved && !isNew) {
                channels.decrementAndGet();
            }
            return forgetIfEmpty(group);
        }

        private void add(GroupMembers group) {
            int replay = group.settings().storage() == HistoryStorage.NEVER
                    ? 0
                    : options.getReplay().orElse(group.settings().replay());
            Optional<String> after = options.getResumeAfter().or(() -> connection.takeResumeAfter(name));
            request = new ReplayRequest(replay, after.orElse(null), group.settings().maxResume());
            channel = new Member(group, connection, time.now(), group.laneMembers(connection.lane()), options,
                    replay > 0 || after.isPresent());
            isNew = true;
            connection.channelsUnderLock().add(channel);
            group.add(channel);
            presence.joined(group, channel);
            stored = engine.subscribe(name, request);
        }

        void startReplay() {
            Member joined = channel;
            stored.subscribe().with(slice -> begin(joined, slice), problem -> {
                LOG.errorf(problem, "The history of group '%s' could not be read for a new member; it gets what is sent from"
                        + " now on", GroupNames.printable(name));
                begin(joined, LogSlice.unknown(request));
            });
        }

        private void begin(Member joined, LogSlice slice) {
            joined.subscribedNow();
            connection.lane().execute(() -> {
                joined.replay(slice);
                if (connection.speaksProtocol()) {
                    presence.welcome(joined);
                }
            });
        }
    }

    /** Ends one membership; the connection stays open. */
    public boolean leave(Connection connection, String name, LeaveReason reason) {
        Member channel;
        synchronized (connection) {
            channel = connection.channelsUnderLock().stream().filter(c -> c.group().equals(name)).findFirst().orElse(null);
            if (channel == null) {
                return false;
            }
            connection.channelsUnderLock().remove(channel);
            detach(channel);
            connection.updateExpiry();
        }
        if (connection.speaksProtocol()) {
            connection.writeLater(ProtocolFrames.left(name, reason.name().toLowerCase(Locale.ROOT)),
                    channel.settings());
        }
        events.fire(ChannelLeft.of(channel, reason));
        return true;
    }

    /** Ends all memberships of a connection for good; returns how many there were. */
    int leaveAll(Connection connection, LeaveReason reason) {
        List<Member> left;
        synchronized (connection) {
            left = new ArrayList<>(connection.channelsUnderLock());
            connection.channelsUnderLock().clear();
            connection.end();
            left.forEach(this::detach);
        }
        left.forEach(channel -> events.fire(ChannelLeft.of(channel, reason)));
        return left.size();
    }

    private void detach(Member channel) {
        groups.change(channel.group(), group -> {
            channel.left();
            group.remove(channel);
            presence.left(group, channel);
            channels.decrementAndGet();
            return forgetIfEmpty(group);
        });
    }
}
