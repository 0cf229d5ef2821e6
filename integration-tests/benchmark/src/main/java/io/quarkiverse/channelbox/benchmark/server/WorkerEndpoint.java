package io.quarkiverse.channelbox.benchmark.server;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** {@link CommandEndpoint} with a method that may block, and therefore has a worker thread for each event. */
@WebSocket(path = "/worker/{group}")
@ChannelGroup("{group}")
public class WorkerEndpoint {

    @OnEvent("echo")
    Note echo(Note note) {
        return note;
    }

    /** No command comes here. */
    @OnTextMessage
    void text(String frame) {
        throw new IllegalStateException(frame);
    }
}
