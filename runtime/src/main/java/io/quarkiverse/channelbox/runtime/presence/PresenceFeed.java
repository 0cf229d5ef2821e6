package io.quarkiverse.channelbox.runtime.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.lane.FrameForm;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.vertx.core.Vertx;

/**
 * Tells the members of a group that speak the subprotocol who comes and goes: what happens within an interval is one frame, so
 * that thousands that arrive at once are not told of each other one by one, and what it costs has a {@link PresenceBudget}.
 * Where nobody speaks it, it costs nothing.
 */
@Singleton
public class PresenceFeed {

    /** What is kept of a group while somebody is there to be told. */
    private static final class Told {
        private static final long NONE = -1;

        private final PresenceList list;
        private final PresenceBudget budget;
        /** How many members of this node may not have been told who is there. */
        private int newcomers;
        /** Whether the members are going to be told. */
        private boolean scheduled;
        /** The timer of a leave that is to be told later. */
        private long late = NONE;

        Told(GroupMembers group, long bytesPerSecond) {
            list = new PresenceList(group.settings().presence());
            budget = new PresenceBudget(bytesPerSecond, now());
            newcomers = group.size();
        }

        /** All need the full list the next time. */
        void forget(GroupMembers group) {
            list.forget();
            newcomers = group.size();
        }
    }

    private static final Logger LOG = Logger.getLogger(PresenceFeed.class);
    private static final long INTERVAL_MILLIS = 100;
    /** Of groups with so many members that only their number is told, or almost so many. */
    private static final long LARGE_INTERVAL_MILLIS = 1000;

    private final OtherNodes nodes;
    private final Occupancy occupancy;
    private final Vertx vertx;
    private final long bytesPerSecond;

    public PresenceFeed(OtherNodes nodes, Occupancy occupancy, Vertx vertx, ValidatedConfig config) {
        this.nodes = nodes;
        this.occupancy = occupancy;
        this.vertx = vertx;
        this.bytesPerSecond = config.values().presence().maxBytesPerSecond().asLongValue();
    }

    private Told told(GroupMembers group) {
        return group.presence(members -> new Told(members, bytesPerSecond));
    }

    /** Whether anybody is there to be told who comes and goes. */
    private static boolean isTold(GroupMembers group) {
        return group.settings().presence().enabled() && group.forms().contains(FrameForm.ENVELOPE);
    }

    /** Called within a change of the group; {@link #announce} is called after it. */
    public void joined(GroupMembers group, Member member) {
        nodes.joined(group.name(), member.presence());
        if (group.size() == 1) {
            occupancy.here(group.name(), true);
        }
        if (isTold(group)) {
            told(group).newcomers++;
        }
        changed(group);
    }

    /** Called within a change of the group. */
    public void updated(GroupMembers group, Member member) {
        nodes.joined(group.name(), member.presence());
        changed(group);
    }

    /** Called within a change of the group; {@link #announce} is called after it. */
    public void left(GroupMembers group, Member member) {
        nodes.left(group.name(), member.presence());
        if (group.size() == 0) {
            occupancy.here(group.name(), false);
        }
        Told known = group.presence(none -> null);
        if (isTold(group)) {
            schedule(group);
        } else if (known != null) {
            // Nobody is left who was told anything.
            known.list.forget();
            stopWaiting(known);
        }
    }

    /** Tells the application of what joins and leaves have made of the group. Not within a change of it. */
    public void announce(GroupMembers group) {
        occupancy.tell(group.name());
    }

    /** Others may have come and gone on other nodes, or a member was told that it has joined: it wants to know who is there. */
    public void changed(GroupMembers group) {
        synchronized (group) {
            if (isTold(group)) {
                schedule(group);
            }
        }
    }

    private void schedule(GroupMembers group) {
        Told told = told(group);
        if (!told.scheduled) {
            told.scheduled = true;
            after(Math.max(interval(group), told.budget.waitMillis(now())), () -> tell(group));
        }
    }

    /** What a change costs grows with the members that are told of it: in large groups more of them are told together. */
    private long interval(GroupMembers group) {
        return isLarge(group) ? LARGE_INTERVAL_MILLIS
                : Math.min(LARGE_INTERVAL_MILLIS, Math.max(INTERVAL_MILLIS, group.size()));
    }

    private long after(long millis, Runnable action) {
        try {
            return vertx.setTimer(Math.max(1, millis), timer -> action.run());
        } catch (RejectedExecutionException e) {
            LOG.debug("Nobody is told of presence any more: the application ends", e);
            return Told.NONE;
        }
    }

    /** For the first of the leaves that are to be told later. */
    private void waitForLate(GroupMembers group, Told told) {
        stopWaiting(told);
        if (told.list.isWaiting()) {
            told.late = after(told.list.nextDue(now()), () -> changed(group));
        }
    }

    private void stopWaiting(Told told) {
        if (told.late != Told.NONE) {
            vertx.cancelTimer(told.late);
            told.late = Told.NONE;
        }
    }

    private boolean isLarge(GroupMembers group) {
        return size(group) > group.settings().presence().maxChannels();
    }

    private int size(GroupMembers group) {
        return group.size() + nodes.knownSize(group.name());
    }

    private void tell(GroupMembers group) {
        synchronized (group) {
            if (group.isForgotten()) {
                return;
            }
            Told told = told(group);
            told.scheduled = false;
            if (!isTold(group)) {
                told.forget(group);
            } else if (isLarge(group)) {
                told.forget(group);
                EncodedPayload size = EncodedPayload.json(ProtocolFrames.presence(group.name(), size(group)));
                told.budget.spend((long) size.size() * group.size(), now());
                group.tell(member -> size);
            } else {
                tellNames(group, told);
            }
            waitForLate(group, told);
        }
    }

    private void tellNames(GroupMembers group, Told told) {
        List<PresenceEntry> channels = new ArrayList<>(nodes.known(group.name()));
        group.members().forEach(member -> channels.add(member.presence()));
        PresenceNews news = told.list.take(group.name(), channels, now());
        int newcomers = Math.min(told.newcomers, group.size());
        told.newcomers = 0;
        told.budget.spend(news.cost(group.size(), newcomers), now());
        group.tell(news::of);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
