package io.quarkiverse.channelbox.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.LeaveReason;

/** Why members have left, as an application is told. */
@Singleton
public class Left {

    final List<LeaveReason> reasons = new CopyOnWriteArrayList<>();

    void left(@Observes ChannelLeft event) {
        reasons.add(event.reason());
    }
}
