package io.quarkiverse.channelbox.test.dev;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** What tests change while it runs. */
@WebSocket(path = "/hall/{name}")
@ChannelGroup("hall-{name}")
public class HallEndpoint {

    @GroupPublisher("hall-{name}")
    public interface News {

        @Event("event-0")
        Uni<Void> said(String name, String text);
    }

    @Inject
    News news;

    @OnTextMessage
    Uni<Void> say(String text, WebSocketConnection connection) {
        return news.said(connection.pathParam("name"), text.equals("much") ? "x".repeat(8_000_000) : "answer-0 to " + text);
    }
}
