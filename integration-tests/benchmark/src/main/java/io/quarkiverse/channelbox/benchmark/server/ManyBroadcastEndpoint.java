package io.quarkiverse.channelbox.benchmark.server;

import java.util.Set;

import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** A broadcast to the connections whose set of groups passes a filter. */
@WebSocket(path = "/many/broadcast/{groups}")
public class ManyBroadcastEndpoint {

    private static final TypedKey<Set<String>> GROUPS = new TypedKey<>("groups");

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        connection.userData().put(GROUPS, ManyGroups.of(connection.pathParam("groups")));
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    Uni<Void> relay(String frame, WebSocketConnection connection) {
        String group = ManyGroups.addressee(frame);
        return connection.broadcast().filter(other -> other.userData().get(GROUPS).contains(group)).sendText(frame);
    }
}
