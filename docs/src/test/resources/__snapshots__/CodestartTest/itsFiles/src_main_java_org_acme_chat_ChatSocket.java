package org.acme.chat;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Whoever connects is a member of the room's group, until the connection ends. */
@WebSocket(path = "/ws/chat/{room}")
@ChannelGroup("chat-{room}")
public class ChatSocket {

    @Inject
    ChatRooms rooms;

    @OnTextMessage
    Uni<Void> onMessage(ChatMessage message, @PathParam String room) {
        return rooms.said(room, message).replaceWithVoid();
    }
}
