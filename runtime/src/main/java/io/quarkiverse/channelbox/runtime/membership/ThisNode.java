package io.quarkiverse.channelbox.runtime.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelBoxException;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.ask.OpenQuestions;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.Reached;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.presence.Occupancy;
import io.quarkiverse.channelbox.runtime.presence.PresenceFeed;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** This node, as it answers to its own application and to the other nodes. */
@Singleton
public class ThisNode implements NodeListener {

    private final Groups groups;
    private final Memberships members;
    private final PresenceFeed presence;
    private final Occupancy occupancy;
    private final GroupSettingsResolver settings;
    private final ExpirySweeper sweeper;
    private final OpenQuestions questions;

    public ThisNode(Groups groups, Memberships members, PresenceFeed presence, Occupancy occupancy,
            GroupSettingsResolver settings, ExpirySweeper sweeper, OpenQuestions questions) {
        this.groups = groups;
        this.members = members;
        this.presence = presence;
        this.occupancy = occupancy;
        this.settings = settings;
        this.sweeper = sweeper;
        this.questions = questions;
    }

    @Override
    public void presenceChanged(String group) {
        groups.group(group).ifPresent(presence::changed);
    }

    @Override
    public boolean observesGroups() {
        return occupancy.isObserved();
    }

    @Override
    public void occupiedElsewhere(String group, boolean occupied) {
        occupancy.elsewhere(group, occupied);
    }

    @Override
    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new HashMap<>();
        for (GroupMembers group : groups.all()) {
            if (group.size() > 0) {
                sizes.put(group.name(), group.size());
            }
        }
        return sizes;
    }

    @Override
    public int size(String group) {
        return channels(group).size();
    }

    @Override
    public Collection<PresenceEntry> members(String group) {
        return channels(group).stream().map(Member::presence).toList();
    }

    @Override
    public int maxPresence(String group) {
        return groups.group(group).map(GroupMembers::settings).orElseGet(() -> settings.settings(group)).presence().mostNamed();
    }

    @Override
    public Uni<Integer> flush(String group) {
        return Uni.createFrom().item(() -> group == null
                ? groups.all().stream().map(GroupMembers::name).toList().stream().mapToInt(this::flushNow).sum()
                : flushNow(group));
    }

    private int flushNow(String group) {
        int left = 0;
        for (Member channel : channels(group)) {
            if (members.leave(channel.laneConnection(), group, LeaveReason.FLUSHED)) {
                left++;
            }
        }
        return left;
    }

    @Override
    public Uni<Boolean> disconnect(String group, String connectionId, CloseReason reason) {
        return Uni.createFrom().deferred(() -> {
            Optional<Member> channel = channels(group).stream()
                    .filter(c -> c.laneConnection().id().equals(connectionId)).findFirst();
            return channel.isEmpty() ? Uni.createFrom().item(false)
                    : channel.get().laneConnection().close(reason, LeaveReason.DISCONNECTED).replaceWith(true);
        });
    }

    @Override
    public Uni<Reached> join(Target clients, String group, JoinOptions options) {
        return each(clients, connection -> {
            try {
                members.join(connection, group, options);
                return true;
            } catch (ConnectionClosedException e) {
                return false;
            }
        });
    }

    @Override
    public Uni<Reached> leave(Target clients, String group) {
        return each(clients, connection -> members.leave(connection, group, LeaveReason.LEFT));
    }

    /** All of them get their turn, then it fails if one of them did. */
    private Uni<Reached> each(Target clients, Predicate<Connection> action) {
        return Uni.createFrom().item(() -> {
            List<Connection> found = List.copyOf(groups.connections(clients));
            ChannelBoxException failure = null;
            int done = 0;
            for (Connection connection : found) {
                try {
                    done += action.test(connection) ? 1 : 0;
                } catch (ChannelBoxException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
            return new Reached(found.size(), done);
        });
    }

    @Override
    public Uni<Reached> disconnect(Target clients, CloseReason reason) {
        return Uni.createFrom().deferred(() -> {
            List<Uni<Void>> closes = groups.connections(clients).stream()
                    .map(connection -> connection.close(reason, LeaveReason.DISCONNECTED)
                            .onFailure().recoverWithNull())
                    .toList();
            return closes.isEmpty() ? Uni.createFrom().item(new Reached(0, 0))
                    : Uni.join().all(closes).andFailFast().replaceWith(new Reached(closes.size(), closes.size()));
        });
    }

    @Override
    public Uni<Asked> ask(Question question, Consumer<ClientAnswer> answers) {
        return Uni.createFrom()
                .deferred(() -> questions.ask(question, groups.recipients(question.target(), member -> true), answers));
    }

    @Override
    public Uni<CleanupReport> cleanExpired() {
        return sweeper.sweep();
    }

    private Collection<Member> channels(String group) {
        return groups.group(group).map(GroupMembers::members).orElse(List.of());
    }
}
