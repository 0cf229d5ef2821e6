package org.acme.clients;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.quarkus.websockets.next.BasicWebSocketConnector;
import io.quarkus.websockets.next.BasicWebSocketConnector.ExecutionModel;
import io.quarkus.websockets.next.WebSocketClientConnection;
import io.vertx.core.json.JsonObject;

// tag::follower[]
public class Follower {

    private final Map<String, String> positions = new ConcurrentHashMap<>();
    private final Consumer<Object> messages;

    public Follower(Consumer<Object> messages) {
        this.messages = messages;
    }

    /** Goes on where the connection before this one ended. */
    public WebSocketClientConnection connect(URI endpoint) {
        String resume = positions.entrySet().stream().map(p -> p.getKey() + "@" + p.getValue())
                .collect(Collectors.joining(","));
        return BasicWebSocketConnector.create()
                .baseUri(resume.isEmpty() ? endpoint : URI.create(endpoint + "?resume=" + resume))
                .addSubprotocol("channelbox.v1")
                .executionModel(ExecutionModel.NON_BLOCKING) // one frame after the other
                .onTextMessage((connection, frame) -> received(new JsonObject(frame)))
                .connectAndAwait();
    }

    private void received(JsonObject frame) {
        String id = frame.getString("id");
        switch (frame.getString("type")) {
            case "joined" -> {
                if (Boolean.FALSE.equals(frame.getBoolean("recovered"))) {
                    // Something was missed: reload what depends on it.
                }
                positions.put(frame.getString("group"), id);
            }
            case "message" -> {
                messages.accept(frame.getValue("data"));
                if (id != null) {
                    positions.put(frame.getString("group"), id);
                }
            }
            default -> {
                // presence, left, and what later versions may add
            }
        }
    }
}
// end::follower[]
