package io.quarkiverse.channelbox.runtime.command;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.smallrye.mutiny.Uni;

/** Clients have their endpoint do something. */
@Singleton
public class EventCommands {

    /** Completes when the client has been told; fails if it is refused. */
    Uni<Void> handle(Client client, Command.Event command) {
        throw new RefusedException(404, "the endpoint has no such event");
    }
}
