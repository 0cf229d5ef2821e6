package io.quarkiverse.channelbox.runtime.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.FrameBatches;
import io.quarkiverse.channelbox.runtime.lane.FrameForm;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Lane;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;

/** Hands messages to the lanes of the members: one task for each event loop that has one. */
@Singleton
public class FanOut implements EngineListener {

    private static final String NO_GROUP = "";

    private final Groups groups;
    private final GroupSettingsResolver settings;

    public FanOut(Groups groups, GroupSettingsResolver settings) {
        this.groups = groups;
        this.settings = settings;
    }

    @Override
    public int onMessage(Delivery delivery) {
        if (delivery.target().kind() == Target.Kind.GROUP) {
            Optional<GroupMembers> group = groups.group(delivery.target().name());
            group.ifPresent(g -> g.deliver(delivery));
            return group.map(g -> count(g, delivery)).orElse(0);
        }
        Map<Lane, List<Member>> byLane = new HashMap<>();
        Collection<Member> recipients = groups.channels(delivery.target(),
                channel -> delivery.isFor(channel.localConnection().id(), channel.attributes()));
        for (Member channel : recipients) {
            byLane.computeIfAbsent(channel.localConnection().lane(), lane -> new ArrayList<>()).add(channel);
        }
        byLane.forEach((lane, channels) -> lane.execute(() -> deliver(lane, channels, delivery)));
        return recipients.size() + deliverOutsideOfGroups(delivery);
    }

    /** To those connections that are meant and are in no group: payloads as they are, by {@link FrameForm#AUTO}. */
    private int deliverOutsideOfGroups(Delivery delivery) {
        int count = 0;
        for (Connection connection : groups.connections(delivery.target())) {
            if (connection.channels().isEmpty() && delivery.isFor(connection.id(), Map.of())) {
                FrameForm form = connection.speaksProtocol() ? FrameForm.ENVELOPE : FrameForm.AUTO;
                connection.writeLater(form.of(delivery), settings.settings(NO_GROUP));
                count++;
            }
        }
        return count;
    }

    @Override
    public void onGap(String group, OptionalLong missed) {
        groups.group(group).ifPresent(g -> g.gap(ProtocolFrames.gap(group, missed)));
    }

    private static void deliver(Lane lane, List<Member> channels, Delivery delivery) {
        FrameBatches batches = new FrameBatches(List.of(delivery), lane.encoder());
        try {
            channels.forEach(channel -> channel.deliver(delivery, batches));
        } finally {
            batches.release();
        }
    }

    private static int count(GroupMembers group, Delivery delivery) {
        if (delivery.isForAll()) {
            return group.size();
        }
        int count = 0;
        for (Member channel : group.channels()) {
            if (delivery.isFor(channel.localConnection().id(), channel.attributes())) {
                count++;
            }
        }
        return count;
    }
}
