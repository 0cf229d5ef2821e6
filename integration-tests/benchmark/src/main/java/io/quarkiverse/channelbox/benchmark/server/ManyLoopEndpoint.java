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

/** {@link LoopEndpoint} with connections in many groups. */
@Singleton
@WebSocket(path = "/many/loop/{groups}")
public class ManyLoopEndpoint {

    private final Map<String, Set<WebSocketConnection>> groups = new ConcurrentHashMap<>();

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        for (String name : ManyGroups.of(connection.pathParam("groups"))) {
            groups.computeIfAbsent(name, absent -> ConcurrentHashMap.newKeySet()).add(connection);
        }
        return Uni.createFrom().voidItem();
    }

    @OnClose
    Uni<Void> close(WebSocketConnection connection) {
        ManyGroups.of(connection.pathParam("groups")).forEach(name -> groups.get(name).remove(connection));
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    Uni<Void> relay(String frame) {
        for (WebSocketConnection member : groups.get(ManyGroups.addressee(frame))) {
            member.sendText(frame).subscribe().with(sent -> {
            }, failure -> {
            });
        }
        return Uni.createFrom().voidItem();
    }
}
