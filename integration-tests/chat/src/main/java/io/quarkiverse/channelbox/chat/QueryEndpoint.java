package io.quarkiverse.channelbox.chat;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** The chat as the Python package's example has it: the group is named, in full, by a query parameter. */
@WebSocket(path = "/ws/query")
@ChannelGroup("{query:group_name}")
public class QueryEndpoint {

    @Inject
    ChatRooms rooms;

    @OnTextMessage
    Uni<Void> received(String frame, WebSocketConnection connection) {
        return rooms.receive(connection, frame);
    }

    @OnBinaryMessage
    void ignore(Buffer bytes) { // who sends them would be disconnected, were they not taken
    }
}
