package org.acme.groups;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.buffer.Buffer;

// tag::socket[]
@WebSocket(path = "/ws/prices/{share}")
@ChannelGroup("prices-{share}")
public class PricesSocket {

    @OnPongMessage
    void ignore(Buffer data) {
    }
}
// end::socket[]
