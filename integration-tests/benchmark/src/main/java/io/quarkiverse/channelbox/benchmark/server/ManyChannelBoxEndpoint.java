package io.quarkiverse.channelbox.benchmark.server;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** This extension, with connections in many groups. */
@WebSocket(path = "/many/channel-box/{groups}")
public class ManyChannelBoxEndpoint {

    @Inject
    ChannelBox channelBox;

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        ManyGroups.of(connection.pathParam("groups")).forEach(name -> channelBox.group(name).join(connection));
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    Uni<Void> relay(String frame) {
        return channelBox.group(ManyGroups.addressee(frame)).send(frame).replaceWithVoid();
    }
}
