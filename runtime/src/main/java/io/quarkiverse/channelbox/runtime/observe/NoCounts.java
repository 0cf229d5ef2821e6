package io.quarkiverse.channelbox.runtime.observe;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.LeaveReason;
import io.quarkus.arc.DefaultBean;

/** Of an application without metrics. */
@Singleton
@DefaultBean
public class NoCounts implements Counts {

    @Override
    public LaneCounts lane(Object lane, String template) {
        return LaneCounts.NONE;
    }

    @Override
    public void joined(String template) {
    }

    @Override
    public void left(String template, LeaveReason reason) {
    }

    @Override
    public void resumed(boolean recovered) {
    }

    @Override
    public void refused(int status) {
    }

    @Override
    public void violated(String kind) {
    }

    @Override
    public void slow(String action) {
    }

    @Override
    public void inbound(String bound) {
    }

    @Override
    public void expired(int channels) {
    }
}
