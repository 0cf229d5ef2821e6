package io.quarkiverse.channelbox.runtime.command;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.membership.Refusal;

/** Knows failures of events that are the client's own fault. Each extension that brings such failures has one. */
public interface EventFailures {

    /** Empty if it is none of those. @param endpoint the class of the endpoint */
    Optional<Refusal> refusal(Throwable failure, Class<?> endpoint);
}
