package io.quarkiverse.channelbox.runtime.observe;

import io.quarkiverse.channelbox.LeaveReason;

/**
 * Counts what happens on this node besides sends and commands; {@code template} is that of the group. Called from any thread;
 * it neither blocks nor throws.
 */
public interface Counts {

    /**
     * What one lane counts of the groups of a template.
     *
     * @param lane the same counters are given for the same lane
     */
    LaneCounts lane(Object lane, String template);

    /** A connection became a member. */
    void joined(String template);

    /** A member is none any more. */
    void left(String template, LeaveReason reason);

    /** A client named a position to go on from. @param recovered whether all that followed it was there */
    void resumed(boolean recovered);

    /** An upgrade was refused. @param status as in HTTP */
    void refused(int status);

    /** A client did what it may not, and was told so. @param kind as the tag has it */
    void violated(String kind);

    /** A channel did not take what was sent to it. @param action what became of it, as the tag has it */
    void slow(String action);

    /** A client that sends much came to a bound. @param bound as the tag has it */
    void inbound(String bound);

    /** The cleanup closed so many channels. */
    void expired(int channels);
}
