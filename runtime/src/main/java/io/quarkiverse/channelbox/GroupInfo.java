package io.quarkiverse.channelbox;

/**
 * What {@link ChannelBox#groups()} tells of a group.
 *
 * @param name the name of the group
 * @param channels how many channels it has
 */
public record GroupInfo(String name, int channels) {
}
