package io.quarkiverse.channelbox.runtime.presence;

/** Who wants to know which groups have members on any node. One call at a time for a group, and one kind after the other. */
public interface OccupancyListener {

    /** Whether it does; the answer is always the same. */
    boolean isObserving();

    /** A group has a member. */
    void occupied(String group);

    /** A group has none any more. */
    void vacated(String group);
}
