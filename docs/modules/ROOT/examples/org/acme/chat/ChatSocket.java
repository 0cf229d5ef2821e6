package org.acme.chat;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;

// tag::socket[]
@WebSocket(path = "/ws/chat/{room}")
@ChannelGroup("chat-{room}")
public class ChatSocket {

    @Inject
    ChannelBox channelBox;

    @OnTextMessage
    void onMessage(ChatMessage message, @PathParam String room) {
        channelBox.group("chat-" + room).sendAndForget(message, SendOptions.saveHistory());
    }
}
// end::socket[]
