package io.quarkiverse.channelbox.test.dev;

import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.WsClient;

/** Speaks JSON-RPC with the Dev UI, as its pages do. */
final class DevUiClient implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NAMESPACE = "quarkus-channel-box_";

    private final WsClient socket;
    private int ids;

    DevUiClient(URI base) {
        socket = WsClient.open(base, "/q/dev-ui/json-rpc-ws");
    }

    /** The answer to a call. */
    JsonNode call(String method, Map<String, Object> params) {
        return next(send(method, params), result -> true);
    }

    /** Begins to listen to a stream, and returns the first that it tells of which that holds. */
    JsonNode stream(String method, Map<String, Object> params, Predicate<JsonNode> wanted) {
        int id = send(method, params);
        JsonNode result = next(id, wanted);
        request(id, "unsubscribe", Map.of());
        return result;
    }

    /** Listens to a stream, which tells something at once; what it tells after that is left unread. */
    void listen(String method, Map<String, Object> params) {
        next(send(method, params), any -> true);
    }

    private int send(String method, Map<String, Object> params) {
        int id = ++ids;
        request(id, NAMESPACE + method, params);
        return id;
    }

    private void request(int id, String method, Map<String, Object> params) {
        try {
            socket.send(MAPPER.writeValueAsString(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private JsonNode next(int id, Predicate<JsonNode> wanted) {
        while (true) {
            JsonNode message = parse(socket.next());
            if (message.path("id").asInt(-1) == id) {
                if (message.has("error")) {
                    throw new AssertionError(message);
                }
                JsonNode result = message.path("result");
                if (!result.path("messageType").asText().equals("Void") && wanted.test(result.path("object"))) {
                    return result.path("object");
                }
            }
        }
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
