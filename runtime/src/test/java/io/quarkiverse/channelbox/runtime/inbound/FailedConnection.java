package io.quarkiverse.channelbox.runtime.inbound;

import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** What fails a connection that is open, tells of each violation, and writes nothing. */
final class FailedConnection {

    private FailedConnection() {
    }

    static ConnectionFailure tellingOf(Consumer<Violation> violations) {
        return new ConnectionFailure(webSocket(), new Violations(new NoCounts(), null) {
            @Override
            void closed(WebSocketConnection connection, Violation violation, String reason) {
                violations.accept(violation);
            }
        });
    }

    private static WebSocketConnection webSocket() {
        return (WebSocketConnection) Proxy.newProxyInstance(FailedConnection.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "isClosed" -> false;
                    case "close" -> Uni.createFrom().voidItem();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
