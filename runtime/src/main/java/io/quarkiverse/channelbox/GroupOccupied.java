package io.quarkiverse.channelbox;

import java.util.Objects;

/**
 * CDI event: a group that nobody was in, on any node, has a member.
 * <p>
 * Each node that runs fires it once, whether the member is on it or not: at once on the node of the member, within some tenths
 * of a second on the others. On a node it alternates with {@link GroupVacated} for each group, this one first, also when a node
 * starts and finds groups that are occupied. What comes and goes sooner than others are told, or than an observer returns, may
 * not be told. Nodes are told by Redis; while they cannot reach it, each goes by what it knows, and is told of the rest after
 * that.
 * <p>
 * {@code @Observes} is called on the thread on which it is noticed, often an event loop, and must not block;
 * {@code @ObservesAsync} is called on a worker, without a promise of order. An observer that fails disturbs nothing else.
 */
public final class GroupOccupied {

    private final String group;

    private GroupOccupied(String group) {
        this.group = group;
    }

    /** The event of the group with this name. */
    public static GroupOccupied of(String group) {
        return new GroupOccupied(Objects.requireNonNull(group, "group"));
    }

    /** The name of the group. */
    public String group() {
        return group;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupOccupied that && group.equals(that.group);
    }

    @Override
    public int hashCode() {
        return group.hashCode();
    }

    @Override
    public String toString() {
        return new Description(GroupOccupied.class).with("group", group).toString();
    }
}
