package io.quarkiverse.channelbox.benchmark.server;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** What clients of this extension ask for by commands. */
@WebSocket(path = "/commands/{group}")
@ChannelGroup(value = "{group}", publish = PublishMode.MEMBERS)
public class CommandEndpoint {

    /** No command comes here. */
    @OnTextMessage
    void text(String frame) {
        throw new IllegalStateException(frame);
    }
}
