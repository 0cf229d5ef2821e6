package io.quarkiverse.channelbox.runtime.config;

/** What happens to a channel whose client does not take what is sent to it. */
public enum SlowConsumerPolicy {

    /** Its connection is closed with 1013, so that the client comes back and gets what it missed from the history. */
    DISCONNECT,

    /** It does not get the messages that do not fit; they are counted, and it is told how many. */
    DROP,

    /**
     * It goes on from the history when it has taken what waits; only what is not stored, or is not there any more, is missing,
     * and it is told how much.
     */
    CATCH_UP
}
