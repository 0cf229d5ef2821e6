package io.quarkiverse.channelbox.benchmark.server;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** This extension. */
@WebSocket(path = "/channel-box/{group}")
@ChannelGroup("{group}")
public class ChannelBoxEndpoint {

    @Inject
    ChannelBox channelBox;

    @OnTextMessage
    Uni<Void> relay(String frame, WebSocketConnection connection) {
        return channelBox.group(connection.pathParam("group")).send(frame).replaceWithVoid();
    }
}
