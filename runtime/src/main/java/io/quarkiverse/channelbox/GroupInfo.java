package io.quarkiverse.channelbox;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@link ChannelBox#groups()} and {@link ChannelBox.Local#groups()} tell of a group. Immutable. */
public final class GroupInfo {

    @JsonProperty
    private final String name;
    @JsonProperty
    private final int channels;

    private GroupInfo(String name, int channels) {
        this.name = name;
        this.channels = channels;
    }

    /** What is known of the group with this name. */
    public static GroupInfo of(String name, int channels) {
        return new GroupInfo(Objects.requireNonNull(name, "name"), channels);
    }

    /** The name of the group. */
    public String name() {
        return name;
    }

    /** How many channels it has: on all nodes, or on this one, as was asked. */
    public int channels() {
        return channels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupInfo that && name.equals(that.name) && channels == that.channels;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, channels);
    }

    @Override
    public String toString() {
        return new Description(GroupInfo.class).with("name", name).with("channels", channels).toString();
    }
}
