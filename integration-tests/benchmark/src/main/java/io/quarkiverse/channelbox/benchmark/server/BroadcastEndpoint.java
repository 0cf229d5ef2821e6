package io.quarkiverse.channelbox.benchmark.server;

import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** WebSockets Next as its guide does it: a broadcast to the connections of the endpoint that pass a filter. */
@WebSocket(path = "/broadcast/{group}")
public class BroadcastEndpoint {

    @OnTextMessage
    Uni<Void> relay(String frame, WebSocketConnection connection) {
        String group = connection.pathParam("group");
        return connection.broadcast().filter(other -> group.equals(other.pathParam("group"))).sendText(frame);
    }
}
