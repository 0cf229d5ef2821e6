package io.quarkiverse.channelbox.chat;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** Every frame goes to the whole group as it is and is not kept: for load and conformance. */
@WebSocket(path = "/ws/relay/{group}")
@ChannelGroup("relay-{group}")
public class RelayEndpoint {

    @Inject
    Group group;

    @OnTextMessage
    Uni<Void> text(String frame) {
        return group.send(frame).replaceWithVoid();
    }

    @OnBinaryMessage
    Uni<Void> binary(Buffer frame) {
        return group.send(frame).replaceWithVoid();
    }
}
