package io.quarkiverse.channelbox.runtime.engine;

import io.quarkiverse.channelbox.CleanupReport;

/** What several nodes did. */
public final class CleanupReports {

    public static final CleanupReport NOTHING = CleanupReport.of(0, 0, 0, 0);

    private CleanupReports() {
    }

    /** What two of them did together. */
    public static CleanupReport sum(CleanupReport one, CleanupReport other) {
        return CleanupReport.of(one.expiredChannels() + other.expiredChannels(),
                one.closedConnections() + other.closedConnections(), one.trimmedMessages() + other.trimmedMessages(),
                one.examined() + other.examined());
    }
}
