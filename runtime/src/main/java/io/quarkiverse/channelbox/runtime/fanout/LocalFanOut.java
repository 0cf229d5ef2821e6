package io.quarkiverse.channelbox.runtime.fanout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.engine.Delivery;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.Target;
import io.quarkiverse.channelbox.runtime.group.LocalChannel;
import io.quarkiverse.channelbox.runtime.group.LocalGroup;
import io.quarkiverse.channelbox.runtime.group.LocalGroups;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** Hands messages to the lanes of the members: one task for each event loop that has one. */
@Singleton
public class LocalFanOut implements EngineListener {

    private final LocalGroups groups;

    public LocalFanOut(LocalGroups groups) {
        this.groups = groups;
    }

    @Override
    public int onMessage(Delivery delivery) {
        if (delivery.target().kind() == Target.Kind.GROUP) {
            Optional<LocalGroup> group = groups.group(delivery.target().name());
            group.ifPresent(g -> g.deliver(delivery));
            return group.map(g -> count(g, delivery)).orElse(0);
        }
        Map<EventLoopLane, List<LocalChannel>> byLane = new HashMap<>();
        Collection<LocalChannel> recipients = groups.channels(delivery.target(),
                channel -> delivery.isFor(channel.localConnection().id(), channel.attributes()));
        for (LocalChannel channel : recipients) {
            byLane.computeIfAbsent(channel.localConnection().lane(), lane -> new ArrayList<>()).add(channel);
        }
        byLane.forEach((lane, channels) -> lane.execute(() -> deliver(lane, channels, delivery)));
        return recipients.size();
    }

    @Override
    public void onGap(String group, OptionalLong missed) {
        groups.group(group).ifPresent(g -> g.gap(ProtocolFrames.gap(group, missed)));
    }

    private static void deliver(EventLoopLane lane, List<LocalChannel> channels, Delivery delivery) {
        FrameBatches batches = new FrameBatches(List.of(delivery), lane.encoder());
        try {
            channels.forEach(channel -> channel.deliver(delivery, batches));
        } finally {
            batches.release();
        }
    }

    private static int count(LocalGroup group, Delivery delivery) {
        if (delivery.isForAll()) {
            return group.size();
        }
        int count = 0;
        for (LocalChannel channel : group.channels()) {
            if (delivery.isFor(channel.localConnection().id(), channel.attributes())) {
                count++;
            }
        }
        return count;
    }
}
