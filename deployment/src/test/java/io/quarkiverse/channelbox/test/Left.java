package io.quarkiverse.channelbox.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.LeaveReason;

/** Why members have left, as an application is told. */
@Singleton
public class Left {

    final List<LeaveReason> reasons = new CopyOnWriteArrayList<>();
    private final AtomicInteger members = new AtomicInteger();

    void joined(@Observes ChannelJoined event) {
        members.incrementAndGet();
    }

    void left(@Observes ChannelLeft event) {
        reasons.add(event.reason());
        members.decrementAndGet();
    }

    /** A group is empty a moment before it is told that its last member has left. */
    boolean isToldOfAll() {
        return members.get() == 0;
    }
}
