package org.acme.security;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;

@WebSocket(path = "/ws/teams/{team}")
@ChannelGroup("team-{team}")
public class TeamSocket {

    @OnOpen
    String welcome() {
        return "welcome";
    }
}
