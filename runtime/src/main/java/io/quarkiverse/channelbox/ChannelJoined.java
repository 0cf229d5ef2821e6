package io.quarkiverse.channelbox;

import java.util.Objects;

/**
 * CDI event: a connection joined a group.
 * <p>
 * {@code @Observes} is called on the thread that joins, usually an event loop, and must not block; {@code @ObservesAsync} is
 * called on a worker, without a promise of order. An observer that fails disturbs nothing else.
 */
public final class ChannelJoined {

    private final Channel channel;

    private ChannelJoined(Channel channel) {
        this.channel = channel;
    }

    /** The event of this channel. */
    public static ChannelJoined of(Channel channel) {
        return new ChannelJoined(Objects.requireNonNull(channel, "channel"));
    }

    /** The new channel. */
    public Channel channel() {
        return channel;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelJoined that && channel.equals(that.channel);
    }

    @Override
    public int hashCode() {
        return channel.hashCode();
    }

    @Override
    public String toString() {
        return new Description(ChannelJoined.class).with("channel", channel.id()).toString();
    }
}
