package io.quarkiverse.channelbox;

import java.util.Objects;

/**
 * CDI event: a group that was {@link GroupOccupied occupied} has had no member on any node for
 * {@code quarkus.channel-box.presence.leave-delay}, whoever they were.
 * <p>
 * Each node that runs fires it, as it does {@link GroupOccupied}, which it never precedes. The members of a node that was
 * killed count for half a minute at the most. When the application ends, what waits for the delay is fired at once.
 */
public final class GroupVacated {

    private final String group;

    private GroupVacated(String group) {
        this.group = group;
    }

    /** The event of the group with this name. */
    public static GroupVacated of(String group) {
        return new GroupVacated(Objects.requireNonNull(group, "group"));
    }

    /** The name of the group. */
    public String group() {
        return group;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupVacated that && group.equals(that.group);
    }

    @Override
    public int hashCode() {
        return group.hashCode();
    }

    @Override
    public String toString() {
        return new Description(GroupVacated.class).with("group", group).toString();
    }
}
