package io.quarkiverse.channelbox.runtime.inbound;

import java.util.Locale;

/** Which bound a client has come to. */
public enum InboundBound {
    /** It sends more messages or bytes in a second than it may: it was closed. */
    RATE,
    /** So many of its messages wait to be handled that it is not read for a while. */
    UNHANDLED,
    /** So much waits to be handled on the whole node that it is not read for a while. */
    PENDING,
    /** So much of what the endpoint wrote waits for its socket that it is not read for a while. */
    UNSENT;

    private final String tag = name().toLowerCase(Locale.ROOT);

    /** As metrics have it. */
    public String tag() {
        return tag;
    }
}
