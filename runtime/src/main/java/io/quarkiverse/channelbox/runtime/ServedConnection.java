package io.quarkiverse.channelbox.runtime;

import jakarta.enterprise.context.ContextNotActiveException;

import io.quarkiverse.channelbox.ConnectionNotActiveException;
import io.quarkus.arc.ClientProxy;
import io.quarkus.websockets.next.WebSocketConnection;

/** A connection that was injected is a proxy that works while the connection is served: it must not be kept. */
final class ServedConnection {

    private ServedConnection() {
    }

    /** The connection itself. */
    static WebSocketConnection of(WebSocketConnection connection) {
        try {
            return ClientProxy.unwrap(connection);
        } catch (ContextNotActiveException e) {
            throw new ConnectionNotActiveException(
                    "The WebSocketConnection was injected, which stands for the connection that is"
                            + " being served, and here none is: pass the connection that a callback of the endpoint (@OnOpen,"
                            + " @OnTextMessage, …) gets as a parameter, or one of OpenConnections, or use"
                            + " ChannelBox.connection(id)",
                    e);
        }
    }
}
