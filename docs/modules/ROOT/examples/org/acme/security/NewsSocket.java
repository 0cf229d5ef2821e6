package org.acme.security;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

@Authenticated
@WebSocket(path = "/ws/news")
@ChannelGroup("news")
public class NewsSocket {

    @OnTextMessage
    void ignore(String text) {
    }
}
