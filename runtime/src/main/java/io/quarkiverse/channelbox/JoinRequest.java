package io.quarkiverse.channelbox;

/** A connection that wants to join a group, at its upgrade or later by a command. */
public interface JoinRequest extends GroupRequest {
}
