package io.quarkiverse.channelbox.benchmark.server;

import jakarta.inject.Singleton;

import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** {@link LoopEndpoint} with senders that do not get what they send. */
@Singleton
@WebSocket(path = "/except/loop/{group}")
public class ExceptLoopEndpoint {

    private final ConnectionSets groups = new ConnectionSets();

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        groups.add(connection);
        return Uni.createFrom().voidItem();
    }

    @OnClose
    Uni<Void> close(WebSocketConnection connection) {
        groups.remove(connection);
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    Uni<Void> relay(String frame, WebSocketConnection connection) {
        for (WebSocketConnection member : groups.with(connection)) {
            if (!member.id().equals(connection.id())) {
                member.sendText(frame).subscribe().with(sent -> {
                }, failure -> {
                });
            }
        }
        return Uni.createFrom().voidItem();
    }
}
