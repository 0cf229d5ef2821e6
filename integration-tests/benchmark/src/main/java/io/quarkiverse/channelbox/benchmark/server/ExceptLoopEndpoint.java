package io.quarkiverse.channelbox.benchmark.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

    private final Map<String, Set<WebSocketConnection>> groups = new ConcurrentHashMap<>();

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        groups.computeIfAbsent(connection.pathParam("group"), name -> ConcurrentHashMap.newKeySet()).add(connection);
        return Uni.createFrom().voidItem();
    }

    @OnClose
    Uni<Void> close(WebSocketConnection connection) {
        groups.get(connection.pathParam("group")).remove(connection);
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    Uni<Void> relay(String frame, WebSocketConnection connection) {
        for (WebSocketConnection member : groups.get(connection.pathParam("group"))) {
            if (!member.id().equals(connection.id())) {
                member.sendText(frame).subscribe().with(sent -> {
                }, failure -> {
                });
            }
        }
        return Uni.createFrom().voidItem();
    }
}
