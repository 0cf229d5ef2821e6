package io.quarkiverse.channelbox.benchmark.server;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** {@link ChannelBoxEndpoint} with senders that do not get what they send. */
@WebSocket(path = "/except/channel-box/{group}")
@ChannelGroup("{group}")
public class ExceptChannelBoxEndpoint {

    @Inject
    ChannelBox channelBox;

    @OnTextMessage
    Uni<Void> relay(String frame, WebSocketConnection connection) {
        return channelBox.group(connection.pathParam("group")).send(frame, SendOptions.defaults().except(connection.id()))
                .replaceWithVoid();
    }
}
