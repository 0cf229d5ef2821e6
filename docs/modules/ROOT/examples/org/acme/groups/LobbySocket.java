package org.acme.groups;

import java.time.Duration;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

// tag::socket[]
@WebSocket(path = "/ws/lobby")
public class LobbySocket {

    @Inject
    ChannelBox channelBox;

    @OnTextMessage
    String onMessage(String text, WebSocketConnection connection) {
        String[] words = text.split(" ", 2); // "join tea" or "leave tea"
        if (words.length < 2) {
            return "say: join NAME, or leave NAME";
        }
        try {
            var group = channelBox.group("table-" + words[1]);
            if (words[0].equals("leave")) {
                return group.leave(connection) ? "left" : "you were not there";
            }
            group.join(connection, JoinOptions.defaults()
                    .attribute("role", "guest")
                    .expires(Duration.ofMinutes(10))
                    .replay(5));
            return "joined";
        } catch (InvalidGroupNameException e) {
            return "no such name is allowed";
        } catch (GroupFullException e) {
            return "the table is full";
        }
    }
}
// end::socket[]
