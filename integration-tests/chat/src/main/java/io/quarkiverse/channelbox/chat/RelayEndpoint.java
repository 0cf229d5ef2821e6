package io.quarkiverse.channelbox.chat;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** Every frame goes to the whole group as it is and is not kept: for load and conformance. */
@WebSocket(path = "/ws/relay/{group}")
@ChannelGroup("relay-{group}")
public class RelayEndpoint {

    @Inject
    ChannelBox channelBox;

    @OnTextMessage
    Uni<Void> text(String frame, WebSocketConnection connection) {
        return group(connection).send(frame).replaceWithVoid();
    }

    @OnBinaryMessage
    Uni<Void> binary(Buffer frame, WebSocketConnection connection) {
        return group(connection).send(frame).replaceWithVoid();
    }

    private Group group(WebSocketConnection connection) {
        return channelBox.group("relay-" + connection.pathParam("group"));
    }
}
