package org.acme.commands;

import static io.quarkiverse.channelbox.ChannelGroup.JoinMode.ON_REQUEST;
import static io.quarkiverse.channelbox.ChannelGroup.PublishMode.MEMBERS;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

// tag::socket[]
@WebSocket(path = "/ws/{team}")
@ChannelGroup(value = "{team}:news", join = ON_REQUEST)
@ChannelGroup(value = "{team}:room:{room}", join = ON_REQUEST, publish = MEMBERS)
public class RoomsSocket {

    @OnTextMessage
    void ignore(String text) { // whatever is no command
    }
}
// end::socket[]
