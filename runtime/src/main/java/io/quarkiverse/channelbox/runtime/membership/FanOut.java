package io.quarkiverse.channelbox.runtime.membership;

import java.util.Map;
import java.util.OptionalLong;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.Reach;
import io.quarkiverse.channelbox.runtime.message.Target;

/** Hands messages to the lanes of the members: one task for each event loop that has one. */
@Singleton
public class FanOut implements EngineListener {

    private final Groups groups;
    private final Lanes lanes;
    private final Backlog backlog;
    private final Gaps gaps;

    public FanOut(Groups groups, Lanes lanes, Backlog backlog, Gaps gaps) {
        this.groups = groups;
        this.lanes = lanes;
        this.backlog = backlog;
        this.gaps = gaps;
    }

    @Override
    public int onMessage(Delivery delivery) {
        if (delivery.target().kind() == Target.Kind.GROUP) {
            GroupMembers group = groups.group(delivery.target().name()).orElse(null);
            if (group == null) {
                return 0;
            }
            if (backlog.isFull()) {
                // Own messages have asked for room before: those of other nodes are too many.
                group.skip(delivery);
                gaps.skipped(group.name(), backlog.bytes(), backlog.max());
                return 0;
            }
            group.deliver(delivery);
            return count(group, delivery);
        }
        SendOptions options = delivery.publication().options();
        Map<Connection, Member> recipients = groups.recipients(delivery.target(),
                member -> Reach.includes(options, member.laneConnection().id(), member.attributes()));
        // Who is in no group has no attributes.
        recipients.entrySet()
                .removeIf(each -> each.getValue() == null && !Reach.includes(options, each.getKey().id(), Map.of()));
        lanes.deliver(delivery, recipients);
        return recipients.size();
    }

    @Override
    public void onGap(String group, OptionalLong missed) {
        groups.group(group).ifPresent(g -> {
            gaps.fromEngine(group, missed);
            g.gap(missed);
        });
    }

    /** To leave out some costs no look at all of them; to select by attributes does. */
    private static int count(GroupMembers group, Delivery delivery) {
        SendOptions options = delivery.publication().options();
        if (options.getAttributes().isEmpty()) {
            int count = group.size();
            for (String connectionId : options.getExcept()) {
                if (group.member(connectionId) != null) {
                    count--;
                }
            }
            return count;
        }
        int count = 0;
        for (Member member : group.members()) {
            if (Reach.includes(options, member.laneConnection().id(), member.attributes())) {
                count++;
            }
        }
        return count;
    }
}
