package io.quarkiverse.channelbox.runtime.command;

import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.websockets.next.Connection;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * The session contexts of connections. WebSockets Next hands them out to nobody, so the build has it call this class when
 * it has made one; it does so only where something is session scoped and events are handled.
 */
public final class SessionStates {

    static final TypedKey<ContextState> KEY = new TypedKey<>("io.quarkiverse.channelbox.session");

    private SessionStates() {
    }

    /** A connection has opened. @param state {@code null} if nothing of its endpoint is session scoped */
    public static void opened(Connection connection, ContextState state) {
        if (state != null && connection instanceof WebSocketConnection) {
            connection.userData().put(KEY, state);
        }
    }
}
