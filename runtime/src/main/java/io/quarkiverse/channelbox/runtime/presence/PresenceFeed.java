package io.quarkiverse.channelbox.runtime.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.lane.FrameForm;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
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

    private final OtherNodes nodes;
    private final Vertx vertx;

    public PresenceFeed(OtherNodes nodes, Vertx vertx) {
        this.nodes = nodes;
        this.vertx = vertx;
    }

    private static PresenceChanges changes(GroupMembers group) {
        return group.presence(g -> new PresenceChanges());
    }

    /** Whether anybody is there to be told who comes and goes. */
    private static boolean isTold(GroupMembers group) {
        return group.settings().presence() && group.forms().contains(FrameForm.ENVELOPE);
    }

    /** Called within a change of the group. */
    public void joined(GroupMembers group, Member member) {
        nodes.joined(group.name(), member.presence());
        if (isTold(group)) {
            changes(group).join(member.presence());
            schedule(group);
        }
    }

    /** Called within a change of the group. */
    public void updated(GroupMembers group, Member member) {
        nodes.joined(group.name(), member.presence());
        if (isTold(group)) {
            changes(group).update(member.presence());
            schedule(group);
        }
    }

    /** Called within a change of the group. */
    public void left(GroupMembers group, Member member) {
        nodes.left(group.name(), member.presence());
        if (isTold(group)) {
            changes(group).leave(member.presence());
            schedule(group);
        }
    }

    /** Others have come and gone on other nodes. */
    public void changedElsewhere(GroupMembers group, Collection<PresenceEntry> joined, Collection<PresenceEntry> left) {
        synchronized (group) {
            if (isTold(group)) {
                joined.forEach(changes(group)::join);
                left.forEach(changes(group)::leave);
                schedule(group);
            }
        }
    }

    /** A member was told that it has joined: it wants to know who is there. */
    public void welcome(GroupMembers group) {
        synchronized (group) {
            if (isTold(group)) {
                schedule(group);
            }
        }
    }

    private void schedule(GroupMembers group) {
        if (!changes(group).schedule()) {
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
        synchronized (group) {
            if (group.isForgotten()) {
                return;
            }
            if (!isTold(group)) {
                changes(group).forget();
            } else if (isLarge(group)) {
                changes(group).forget();
                EncodedPayload size = EncodedPayload.json(ProtocolFrames.presence(group.name(), size(group)));
                group.tell(member -> size);
            } else {
                List<PresenceEntry> everybody = new ArrayList<>(nodes.known(group.name()));
                group.members().forEach(member -> everybody.add(member.presence()));
                PresenceNews news = changes(group).take(group.name(), everybody);
                group.tell(news::of);
            }
        }
    }
}
