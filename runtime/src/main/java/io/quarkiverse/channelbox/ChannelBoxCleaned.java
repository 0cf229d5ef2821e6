package io.quarkiverse.channelbox;

import java.util.Objects;

/**
 * CDI event: a cleanup ran on this node, by schedule or by {@link ChannelBox#cleanExpired()}, called on whichever node. It is
 * observed like {@link ChannelJoined}, on the thread of the cleanup.
 */
public final class ChannelBoxCleaned {

    private final CleanupReport report;

    private ChannelBoxCleaned(CleanupReport report) {
        this.report = report;
    }

    /** The event of this report. */
    public static ChannelBoxCleaned of(CleanupReport report) {
        return new ChannelBoxCleaned(Objects.requireNonNull(report, "report"));
    }

    /** What it did on this node. */
    public CleanupReport report() {
        return report;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBoxCleaned that && report.equals(that.report);
    }

    @Override
    public int hashCode() {
        return report.hashCode();
    }

    @Override
    public String toString() {
        return new Description(ChannelBoxCleaned.class).with("report", report).toString();
    }
}
