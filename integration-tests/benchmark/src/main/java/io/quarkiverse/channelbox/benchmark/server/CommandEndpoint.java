package io.quarkiverse.channelbox.benchmark.server;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** What clients of this extension ask for by commands; on the event loop, as the others do it. */
@WebSocket(path = "/commands/{group}")
@ChannelGroup(value = "commands-{group}", publish = PublishMode.MEMBERS)
public class CommandEndpoint {

    @OnEvent("echo")
    Uni<Note> echo(Note note) {
        return Uni.createFrom().item(note);
    }

    /** No command comes here. */
    @OnTextMessage
    void text(String frame) {
        throw new IllegalStateException(frame);
    }
}
