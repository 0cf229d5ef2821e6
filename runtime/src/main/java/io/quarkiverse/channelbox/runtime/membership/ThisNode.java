package io.quarkiverse.channelbox.runtime.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.presence.PresenceFeed;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** This node, as it answers to its own application and to the other nodes. */
@Singleton
public class ThisNode implements NodeListener {

    private static final Logger LOG = Logger.getLogger(ThisNode.class);

    private final Groups groups;
    private final Memberships members;
    private final PresenceFeed presence;
    private final GroupSettingsResolver settings;
    private final ExpirySweeper sweeper;

    public ThisNode(Groups groups, Memberships members, PresenceFeed presence, GroupSettingsResolver settings,
            ExpirySweeper sweeper) {
        this.groups = groups;
        this.members = members;
        this.presence = presence;
        this.settings = settings;
        this.sweeper = sweeper;
    }

    @Override
    public void presenceChanged(String group, Collection<PresenceEntry> joined, Collection<PresenceEntry> left) {
        groups.group(group).ifPresent(members -> presence.changedElsewhere(members, joined, left));
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
        GroupSettings groupSettings = groups.group(group).map(GroupMembers::settings).orElseGet(() -> settings.settings(group));
        return groupSettings.presence() ? groupSettings.maxPresence() : 0;
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
    public void cleanExpired() {
        sweeper.sweep().subscribe().with(report -> {
        }, problem -> LOG.warn("The cleanup that another node asked for failed", problem));
    }

    private Collection<Member> channels(String group) {
        return groups.group(group).map(GroupMembers::members).orElse(List.of());
    }
}
