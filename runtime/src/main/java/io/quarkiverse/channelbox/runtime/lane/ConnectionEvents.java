package io.quarkiverse.channelbox.runtime.lane;

import io.quarkiverse.channelbox.LeaveReason;

/** What a lane tells of its connections. Called on the lane; it never blocks. */
public interface ConnectionEvents {

    /** It closes or has broken: its memberships end at once. Called any number of times. */
    void ended(Connection connection, LeaveReason reason);

    /** It does not take what is sent to it, or not any more. */
    void slow(Connection connection, SlowAction action);

    /** It does not answer. */
    void silent(Connection connection);

    /** A member that goes on from the log finds that messages are not there any more, and is told. */
    void gap(Member member);
}
