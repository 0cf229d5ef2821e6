package io.quarkiverse.channelbox;

/**
 * What {@link ChannelBox#flushGroups()} did.
 *
 * @param groups how many groups had members
 * @param channels how many channels left
 */
public record FlushReport(int groups, int channels) {
}
