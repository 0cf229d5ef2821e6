package org.acme.skill;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;

// tag::socket[]
@WebSocket(path = "/ws/orders/{customer}")
@ChannelGroup("orders-{customer}")
public class OrderSocket {

    @OnOpen
    void onOpen() {
    }
}
// end::socket[]
