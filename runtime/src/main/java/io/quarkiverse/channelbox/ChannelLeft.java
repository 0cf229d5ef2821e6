package io.quarkiverse.channelbox;

import java.util.Objects;

/**
 * CDI event: a channel ended. It is observed like {@link ChannelJoined}, and never before that event of the same channel, but
 * for {@code @ObservesAsync}.
 */
public final class ChannelLeft {

    private final Channel channel;
    private final LeaveReason reason;

    private ChannelLeft(Channel channel, LeaveReason reason) {
        this.channel = channel;
        this.reason = reason;
    }

    /** The event of this channel, and why it ended. */
    public static ChannelLeft of(Channel channel, LeaveReason reason) {
        return new ChannelLeft(Objects.requireNonNull(channel, "channel"), Objects.requireNonNull(reason, "reason"));
    }

    /** The channel, which is not a member any more. */
    public Channel channel() {
        return channel;
    }

    /** Why it ended. */
    public LeaveReason reason() {
        return reason;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelLeft that && channel.equals(that.channel) && reason == that.reason;
    }

    @Override
    public int hashCode() {
        return Objects.hash(channel, reason);
    }

    @Override
    public String toString() {
        return new Description(ChannelLeft.class).with("channel", channel.id()).with("reason", reason).toString();
    }
}
