package org.acme.publishers;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;

// tag::socket[]
@Authenticated
@WebSocket(path = "/ws/own")
@ChannelGroup("own-{user:encoded}")
public class OwnSocket {

    @OnOpen
    String welcome() {
        return "This is yours";
    }
}
// end::socket[]
