package io.quarkiverse.channelbox;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@link ChannelBox#flushGroups()} did on all nodes. Immutable. */
public final class FlushReport {

    @JsonProperty
    private final int groups;
    @JsonProperty
    private final int channels;

    private FlushReport(int groups, int channels) {
        this.groups = groups;
        this.channels = channels;
    }

    /** A report of these numbers. */
    public static FlushReport of(int groups, int channels) {
        return new FlushReport(groups, channels);
    }

    /** How many groups had members. */
    public int groups() {
        return groups;
    }

    /** How many channels left. */
    public int channels() {
        return channels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlushReport that && groups == that.groups && channels == that.channels;
    }

    @Override
    public int hashCode() {
        return Objects.hash(groups, channels);
    }

    @Override
    public String toString() {
        return new Description(FlushReport.class).with("groups", groups).with("channels", channels).toString();
    }
}
