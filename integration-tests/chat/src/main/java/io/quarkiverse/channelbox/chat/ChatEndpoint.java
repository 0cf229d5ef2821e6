package io.quarkiverse.channelbox.chat;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

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
}
