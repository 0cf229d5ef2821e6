package io.quarkiverse.channelbox.benchmark.server;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.LeaveReason;

/** Prints when a connection passed its bound on unsent bytes, which nobody outside can see; in epoch milliseconds. */
@Singleton
public class SlowConsumerClock {

    void left(@Observes ChannelLeft event) {
        if (event.reason() == LeaveReason.SLOW_CONSUMER) {
            System.out.println("slow-consumer " + System.currentTimeMillis());
        }
    }
}
