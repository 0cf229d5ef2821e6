package io.quarkiverse.channelbox.runtime.observe;

import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * A bean that follows the commands of clients. Called on the event loop of the connection, within the context that the command
 * is carried out in, so that it may neither block nor throw.
 */
public interface CommandObserver {

    /** A command is carried out next. @param connection of the client */
    CarryingOut begin(Command command, WebSocketConnection connection);

    /**
     * A command was refused before it was looked at: it cannot be read, is too large, or one too many. @param status as in HTTP
     */
    default void refused(int status) {
    }
}
