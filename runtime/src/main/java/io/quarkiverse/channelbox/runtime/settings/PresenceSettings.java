package io.quarkiverse.channelbox.runtime.settings;

import java.time.Duration;

import io.quarkiverse.channelbox.runtime.config.PresenceBy;

/**
 * How it is told who is in a group.
 *
 * @param enabled whether members are told who comes and goes
 * @param maxChannels with how many channels at the most they are told who it is
 * @param by what an entry stands for
 * @param leaveDelay for how long a leave is not told, in case that they come back
 */
public record PresenceSettings(boolean enabled, int maxChannels, PresenceBy by, Duration leaveDelay) {

    /** With how many channels members are told who they are; 0 if they are not told at all. */
    public int mostNamed() {
        return enabled ? maxChannels : 0;
    }
}
