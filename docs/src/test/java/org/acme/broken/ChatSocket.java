package org.acme.broken;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Everything about it is wrong. */
@WebSocket(path = "/ws/chat/{room}")
@ChannelGroup("chat-{rom}")
@ChannelGroup(value = "news-{room}", expires = "1 hour")
@ChannelGroup("chat-{room")
@ChannelGroup("chat-{cookie:room}")
@ChannelGroup("{room}{query:part}")
public class ChatSocket {

    @OnTextMessage
    void ignore(String text) {
    }
}
