package org.acme.transactions;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.buffer.Buffer;

@WebSocket(path = "/ws/purchases/{customer}")
@ChannelGroup("purchases-{customer}")
public class PurchasesSocket {

    @OnPongMessage
    void ignore(Buffer data) {
    }
}
