package io.quarkiverse.channelbox.test.dev;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** What {@link LiveReloadTest} changes while it runs. */
@WebSocket(path = "/hall/{name}")
@ChannelGroup("hall-{name}")
public class HallEndpoint {

    @Inject
    HallNews news;

    @OnTextMessage
    Uni<Void> say(String text, WebSocketConnection connection) {
        return news.said(connection.pathParam("name"), text.equals("much") ? "x".repeat(8_000_000) : "answer-0 to " + text);
    }
}
