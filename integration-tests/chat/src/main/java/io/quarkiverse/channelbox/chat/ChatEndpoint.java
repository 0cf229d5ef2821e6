package io.quarkiverse.channelbox.chat;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** The chat: the group is named in the path. */
@WebSocket(path = "/ws/chat/{group}")
@ChannelGroup("chat-{group}")
public class ChatEndpoint {

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
