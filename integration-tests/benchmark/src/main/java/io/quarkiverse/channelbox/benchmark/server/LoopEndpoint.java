package io.quarkiverse.channelbox.benchmark.server;

import jakarta.inject.Singleton;

import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** WebSockets Next as one would write it by hand: a set of connections for each group, and a send to each of them. */
@Singleton
@WebSocket(path = "/loop/{group}")
public class LoopEndpoint {

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
            member.sendText(frame).subscribe().with(sent -> {
            }, failure -> {
            });
        }
        return Uni.createFrom().voidItem();
    }
}
