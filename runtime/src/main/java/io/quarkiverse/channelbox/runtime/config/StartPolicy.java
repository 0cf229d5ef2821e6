package io.quarkiverse.channelbox.runtime.config;

/** What becomes of an application that is started while Redis is away. */
public enum StartPolicy {

    /** It does not start. */
    FAIL,

    /** It starts; its clients can connect, sends fail, and readiness says so, until Redis is there. */
    DEGRADED
}
