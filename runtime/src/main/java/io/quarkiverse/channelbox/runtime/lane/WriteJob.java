package io.quarkiverse.channelbox.runtime.lane;

/** What a lane writes to many connections, in as many turns as it takes. Used on the lane. */
interface WriteJob {

    /** Goes on with it; returns whether it is done, or else the budget is used up. */
    boolean write(Budget budget);

    /** It failed in a way that nobody expected: what is left of it is given up. */
    void abandon();
}
