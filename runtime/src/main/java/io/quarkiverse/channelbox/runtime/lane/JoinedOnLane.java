package io.quarkiverse.channelbox.runtime.lane;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The groups that a connection is in, as far as the lane has come, which therefore share the connection with each other.
 * Used on the lane.
 */
final class JoinedOnLane {

    /** Mostly one. */
    private Set<LaneMembers> groups = Set.of();

    void add(LaneMembers group) {
        if (groups.isEmpty()) {
            groups = Set.of(group);
            return;
        }
        if (groups.size() == 1) {
            groups.iterator().next().sharing(1);
            groups = new LinkedHashSet<>(groups);
        }
        groups.add(group);
        group.sharing(1);
    }

    void remove(LaneMembers group) {
        if (groups.size() <= 1) {
            groups = Set.of();
            return;
        }
        groups.remove(group);
        group.sharing(-1);
        if (groups.size() == 1) {
            groups.iterator().next().sharing(-1);
            groups = Set.copyOf(groups);
        }
    }

    boolean areSeveral() {
        return groups.size() > 1;
    }
}
