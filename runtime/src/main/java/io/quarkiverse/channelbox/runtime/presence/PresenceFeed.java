package io.quarkiverse.channelbox.runtime.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.LaneMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.vertx.core.Vertx;

/**
 * Tells the members of a group that speak the subprotocol who comes and goes: what happens within an interval is one frame, so
 * that thousands that arrive at once are not told of each other one by one. Where nobody speaks it, it costs nothing.
 */
@Singleton
public class PresenceFeed {

    private static final Logger LOG = Logger.getLogger(PresenceFeed.class);
    private static final long INTERVAL_MILLIS = 100;
    /** Of groups with so many members that only their number is told. */
    private static final long LARGE_INTERVAL_MILLIS = 1000;

    private final Groups groups;
    private final OtherNodes nodes;
    private final Vertx vertx;

    public PresenceFeed(Groups groups, OtherNodes nodes, Vertx vertx) {
        this.groups = groups;
        this.nodes = nodes;
        this.vertx = vertx;
    }

    /** Called within a change of the group. */
    public void joined(GroupMembers group, Member channel) {
        nodes.joined(group.name(), channel.presence());
        if (group.tellsPresence()) {
            group.presence().join(channel.presence());
            schedule(group);
        }
    }

    /** Called within a change of the group. */
    public void updated(GroupMembers group, Member channel) {
        nodes.joined(group.name(), channel.presence());
        if (group.tellsPresence()) {
            group.presence().update(channel.presence());
            schedule(group);
        }
    }

    /** Called within a change of the group. */
    public void left(GroupMembers group, Member channel) {
        nodes.left(group.name(), channel.presence());
        if (group.tellsPresence()) {
            group.presence().leave(channel.presence());
            schedule(group);
        }
    }

    /** Others have come and gone on other nodes. */
    public void changedElsewhere(String name, Collection<PresenceEntry> joined, Collection<PresenceEntry> left) {
        groups.change(name, group -> {
            if (group != null && group.tellsPresence()) {
                joined.forEach(group.presence()::join);
                left.forEach(group.presence()::leave);
                schedule(group);
            }
            return group;
        });
    }

    /** A channel got its first frame: it wants to know who is there. */
    public void welcome(Member channel) {
        groups.change(channel.group(), group -> {
            if (group != null && group.tellsPresence()) {
                schedule(group);
            }
            return group;
        });
    }

    private void schedule(GroupMembers group) {
        if (!group.presence().schedule()) {
            try {
                vertx.setTimer(isLarge(group) ? LARGE_INTERVAL_MILLIS : INTERVAL_MILLIS, timer -> tell(group));
            } catch (RejectedExecutionException e) {
                LOG.debug("Nobody is told of presence any more: the application ends", e);
            }
        }
    }

    private boolean isLarge(GroupMembers group) {
        return size(group) > group.settings().maxPresence();
    }

    private int size(GroupMembers group) {
        return group.size() + nodes.knownSize(group.name());
    }

    private void tell(GroupMembers group) {
        groups.change(group.name(), current -> {
            if (current == group) {
                tellNow(group);
            }
            return current;
        });
    }

    private void tellNow(GroupMembers group) {
        if (!group.tellsPresence()) {
            group.presence().forget();
        } else if (isLarge(group)) {
            group.presence().forget();
            EncodedPayload size = EncodedPayload.json(ProtocolFrames.presence(group.name(), size(group)));
            write(group, channel -> size);
        } else {
            List<PresenceEntry> everybody = new ArrayList<>(nodes.known(group.name()));
            group.channels().forEach(channel -> everybody.add(channel.presence()));
            PresenceNews news = group.presence().take(group.name(), everybody);
            write(group, news::of);
        }
    }

    private static void write(GroupMembers group, Function<Member, EncodedPayload> frame) {
        for (LaneMembers members : group.lanes()) {
            members.lane().execute(() -> members.writeToProtocol(frame));
        }
    }
}
