package io.quarkiverse.channelbox.chat;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.websockets.next.WebSocketConnection;

/** Reads the query of an upgrade, which WebSockets Next hands over as it came. */
final class QueryParameters {

    private QueryParameters() {
    }

    /** The first value of that name, decoded; {@code null} if there is none. */
    static String first(WebSocketConnection connection, String name) {
        String query = connection.handshakeRequest().query();
        if (query == null) {
            return null;
        }
        var values = new QueryStringDecoder(query, false).parameters().get(name);
        return values == null ? null : values.get(0);
    }
}
