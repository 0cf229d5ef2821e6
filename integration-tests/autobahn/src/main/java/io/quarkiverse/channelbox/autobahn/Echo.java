package io.quarkiverse.channelbox.autobahn;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;

/** Says what it hears, as the test suite wants it, at the path to which it connects. */
@WebSocket(path = "/")
@ChannelGroup("echo")
public class Echo {

    @OnTextMessage
    @NonBlocking
    String text(String text) {
        return text;
    }

    @OnBinaryMessage
    @NonBlocking
    Buffer binary(Buffer data) {
        return data;
    }
}
