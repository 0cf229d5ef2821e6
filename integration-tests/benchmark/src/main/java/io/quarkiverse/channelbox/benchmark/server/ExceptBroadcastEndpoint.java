package io.quarkiverse.channelbox.benchmark.server;

import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** {@link BroadcastEndpoint} with senders that do not get what they send. */
@WebSocket(path = "/except/broadcast/{group}")
public class ExceptBroadcastEndpoint {

    @OnTextMessage
    Uni<Void> relay(String frame, WebSocketConnection connection) {
        String group = connection.pathParam("group");
        String sender = connection.id();
        return connection.broadcast().filter(other -> group.equals(other.pathParam("group")) && !sender.equals(other.id()))
                .sendText(frame);
    }
}
