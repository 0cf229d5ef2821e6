package io.quarkiverse.channelbox.test;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** An endpoint whose connections are in no group until a test has them join. */
@WebSocket(path = "/lobby")
public class Lobby {

    private final BlockingQueue<WebSocketConnection> connections = new LinkedBlockingQueue<>();

    @OnOpen
    void open(WebSocketConnection connection) {
        connections.add(connection);
    }

    @OnTextMessage
    void ignore(String text) {
    }

    /** The connection that was opened next; waits for it. */
    WebSocketConnection opened() {
        try {
            return Objects.requireNonNull(connections.poll(20, TimeUnit.SECONDS), "none was opened");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
