package io.quarkiverse.channelbox;

/**
 * CDI event: a channel ended. It is observed like {@link ChannelJoined}.
 *
 * @param channel the channel, which is not a member any more
 * @param reason why it ended
 */
public record ChannelLeft(Channel channel, LeaveReason reason) {
}
