package io.quarkiverse.channelbox;

/**
 * CDI event: a connection joined a group.
 * <p>
 * {@code @Observes} is called on the thread that joins, usually an event loop, and must not block; {@code @ObservesAsync} is
 * called on a worker, without a promise of order. An observer that fails disturbs nothing else.
 *
 * @param channel the new channel
 */
public record ChannelJoined(Channel channel) {
}
