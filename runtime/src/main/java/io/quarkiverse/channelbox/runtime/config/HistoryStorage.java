package io.quarkiverse.channelbox.runtime.config;

/** Which messages are stored in the history of a group. */
public enum HistoryStorage {

    /** Those that are sent with `saveHistory`. */
    ON_REQUEST,

    /** All, whatever the send says. */
    ALWAYS,

    /** None, whatever the send says. */
    NEVER
}
