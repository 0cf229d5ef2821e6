package org.acme.python;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

// tag::socket[]
@WebSocket(path = "/ws")
@ChannelGroup(value = "{query:group_name}", expires = "1h", payloadType = PayloadType.JSON)
public class MyChat {

    public record Message(String username, String message) {
    }

    @Inject
    ChannelBox channelBox;

    @OnTextMessage
    void onMessage(Message message, WebSocketConnection connection) {
        channelBox.local().channels(connection)
                .forEach(channel -> channelBox.group(channel.group())
                        .sendAndForget(message, SendOptions.saveHistory()));
    }
}
// end::socket[]
