package io.quarkiverse.channelbox.runtime.snapshot;

import io.quarkiverse.channelbox.runtime.lane.Connection;

/** Adds connections up; which of them count is said here, for metrics and snapshots alike. Used by one thread. */
public final class ConnectionTotals {

    private int plain;
    private int protocol;
    private long bufferedBytes;

    /** Adds one; returns how many bytes wait for its socket. */
    public long add(Connection connection) {
        if (connection.speaksProtocol()) {
            protocol++;
        } else if (connection.groupCount() > 0) {
            plain++;
        }
        long bytes = connection.bufferedBytes();
        bufferedBytes += bytes;
        return bytes;
    }

    /** Those that are in a group and do not speak {@code channelbox.v1}. */
    public int plain() {
        return plain;
    }

    /** Those that speak {@code channelbox.v1}, in a group or not. */
    public int protocol() {
        return protocol;
    }

    public long bufferedBytes() {
        return bufferedBytes;
    }
}
