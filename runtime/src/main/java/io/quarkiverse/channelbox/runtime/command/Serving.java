package io.quarkiverse.channelbox.runtime.command;

import java.util.Optional;

import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.WebSocketConnectionBase;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The connection that is being served, that is, of which a method of the endpoint is called. It is where WebSockets Next keeps
 * it, also of endpoints without a session context, in which the injected {@code WebSocketConnection} would not work.
 */
public final class Serving {

    private static final String CONNECTION = WebSocketConnectionBase.class.getName();

    private Serving() {
    }

    /** @param context a duplicate of the connection's, for this call only */
    static void begin(Context context, WebSocketConnection connection) {
        context.putLocal(CONNECTION, connection);
    }

    /** Empty outside of the methods of endpoints, and in those of clients. */
    public static Optional<WebSocketConnection> connection() {
        Context context = Vertx.currentContext();
        if (context == null || !VertxContext.isDuplicatedContext(context)) {
            return Optional.empty();
        }
        return context.getLocal(CONNECTION) instanceof WebSocketConnection connection
                ? Optional.of(connection)
                : Optional.empty();
    }
}
