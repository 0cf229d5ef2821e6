package org.acme.groups;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;

// tag::socket[]
@Authenticated
@WebSocket(path = "/ws/inbox")
@ChannelGroup("inbox-{user}")
public class InboxSocket {

    @OnOpen
    String welcome() {
        return "Your inbox is open";
    }
}
// end::socket[]
