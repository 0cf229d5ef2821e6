package org.acme.groups;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

// tag::socket[]
@WebSocket(path = "/ws/desks/{desk}")
@ChannelGroup("desk-{desk}")
public class DeskSocket {

    @Inject
    Group desk; // <1>

    @OnTextMessage
    Uni<Void> said(String text) {
        return desk.send(text, SendOptions.saveHistory()).replaceWithVoid();
    }

    @OnClose
    void left() {
        desk.sendAndForget("somebody left " + desk.name()); // <2>
    }
}
// end::socket[]
