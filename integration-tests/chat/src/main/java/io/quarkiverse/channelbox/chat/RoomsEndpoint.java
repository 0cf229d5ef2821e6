package io.quarkiverse.channelbox.chat;

import static io.quarkiverse.channelbox.ChannelGroup.HistoryMode.NEVER;
import static io.quarkiverse.channelbox.ChannelGroup.JoinMode.ON_REQUEST;
import static io.quarkiverse.channelbox.ChannelGroup.PublishMode.MEMBERS;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/**
 * The chat of the page: any number of rooms over one socket, which the client joins and leaves. What is said comes as an event,
 * since the server looks at it and keeps it; who is typing they tell each other, in a group beside that of the room, so that
 * those who only listen to the room never see it.
 */
@WebSocket(path = "/ws/rooms")
@ChannelGroup(value = "chat-{group}", join = ON_REQUEST)
@ChannelGroup(value = "typing-{group}", join = ON_REQUEST, publish = MEMBERS, history = NEVER)
public class RoomsEndpoint {

    @Inject
    ChatRooms rooms;

    /** The reply is the id of the message. */
    @OnEvent("message")
    Uni<String> said(SaidInRoom said, WebSocketConnection connection) {
        return rooms.say(connection, said);
    }

    @OnTextMessage
    void ignore(String frame) { // whatever is no command
    }

    @OnBinaryMessage
    void ignore(Buffer bytes) { // who sends them would be disconnected, were they not taken
    }
}
