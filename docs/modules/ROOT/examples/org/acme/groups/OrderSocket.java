package org.acme.groups;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

// tag::socket[]
@WebSocket(path = "/ws/orders/{customer}")
@ChannelGroup("orders-{customer}") // <1>
@ChannelGroup("region-{query:region}") // <2>
@ChannelGroup("tenant-{header:X-Tenant}") // <3>
@ChannelGroup("everybody") // <4>
public class OrderSocket {

    @Inject
    ChannelBox channelBox;

    @OnOpen
    String welcome(WebSocketConnection connection) {
        return "You are in " + channelBox.local().channels(connection).stream().map(Channel::group).toList(); // <5>
    }
}
// end::socket[]
