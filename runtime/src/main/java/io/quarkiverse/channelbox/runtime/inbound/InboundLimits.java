package io.quarkiverse.channelbox.runtime.inbound;

import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.InboundConfig;
import io.quarkiverse.channelbox.runtime.time.Durations;

/**
 * What clients may send, and what may wait.
 *
 * @param messagesPerSecond of a connection; 0 for no limit
 * @param bytesPerSecond of a connection; 0 for no limit
 * @param burstNanos for how long either may be saved up
 * @param maxUnhandled of a connection, in messages
 * @param maxPending of the node, in bytes
 */
record InboundLimits(long messagesPerSecond, long bytesPerSecond, long burstNanos, int maxUnhandled, long maxPending) {

    static InboundLimits of(ChannelBoxRuntimeConfig values) {
        InboundConfig config = values.inbound();
        return new InboundLimits(config.messagesPerSecond(), config.bytesPerSecond().asLongValue(),
                TimeUnit.MILLISECONDS.toNanos(Durations.millis(config.burst())), config.maxUnhandled(),
                config.maxPending().asLongValue());
    }
}
