package org.acme.clients;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
        String resume = positions.entrySet().stream()
                .map(p -> URLEncoder.encode(p.getKey() + "@" + p.getValue(), StandardCharsets.UTF_8))
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
                at(frame.getString("group"), id);
            }
            case "message" -> {
                messages.accept(frame.getValue("data"));
                if (id != null) { // it was stored
                    at(frame.getString("group"), id);
                }
            }
            default -> {
                // presence, left, and what later versions may add
            }
        }
    }

    private void at(String group, String id) {
        if (id == null) {
            positions.remove(group); // the server could not read the history
        } else {
            positions.put(group, id);
        }
    }
}
// end::follower[]
