package io.quarkiverse.channelbox.testing;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A client over a real socket, for tests:
 *
 * <pre>
 * try (GroupClient ann = GroupClient.connect("/ws/chat/lobby"); GroupClient bob = GroupClient.connect("/ws/chat/lobby")) {
 *     ann.send(new ChatMessage("ann", "hi"));
 *     assertEquals("hi", bob.awaitMessage(ChatMessage.class).text());
 * }
 * </pre>
 *
 * It speaks {@code channelbox.v1}, answers pings, and is a member of the endpoint's groups as soon as it is open.
 */
public final class GroupClient extends PlainClient {

    private final AtomicLong refs = new AtomicLong();
    private final JsonNode hello;

    /** It is open; waits for the first frame of all. */
    GroupClient(Wire wire, Inbox inbox, ObjectMapper mapper, Duration timeout) {
        super(wire, inbox, mapper, timeout);
        hello = awaitFrame("hello");
    }

    /**
     * Opens an endpoint of the application under test, in a {@code @QuarkusTest} as in a {@code @QuarkusIntegrationTest}.
     *
     * @param path with its query, if it has one; percent-encoded, {@code /ws/chat/a%20b}
     * @throws UpgradeRefusedException if it is not let in
     * @throws IllegalArgumentException if it is no path
     * @throws AssertionError if there is no connection
     */
    public static GroupClient connect(String path) {
        return to(path).connect();
    }

    /** The same with whatever application. @param uri {@code ws}, {@code wss}, {@code http} or {@code https} */
    public static GroupClient connect(URI uri) {
        return to(uri).connect();
    }

    /** To say more than the path, percent-encoded: {@code GroupClient.to("/ws/chat/lobby").bearer(token).connect()}. */
    public static GroupClientBuilder to(String path) {
        return to(Application.uri(path));
    }

    /** The same with whatever application. @param uri {@code ws}, {@code wss}, {@code http} or {@code https} */
    public static GroupClientBuilder to(URI uri) {
        return new GroupClientBuilder(uri);
    }

    /** The id of the connection. */
    public String connectionId() {
        return hello.path("connection").asText();
    }

    /**
     * The next frame of that type: {@code joined}, {@code left}, {@code presence}, {@code gap}, {@code reply}, {@code message};
     * waits for it.
     */
    public JsonNode awaitFrame(String type) {
        return frame(type, null);
    }

    /** The same of one group: {@code client.awaitFrame("joined", "chat-lobby").path("recovered").asBoolean()}. */
    public JsonNode awaitFrame(String type, String group) {
        return frame(type, group);
    }

    private JsonNode frame(String type, @Nullable String group) {
        String what = "frame '" + type + "'" + (group == null ? "" : " of the group '" + group + "'");
        return inbox.take(frame -> frame.is(type, group), what, timeout).json();
    }

    /**
     * Joins a group, and returns the frame {@code joined}.
     *
     * @throws CommandRefusedException if it may not
     */
    public JsonNode join(String group) {
        return command("join", command -> command.put("group", group));
    }

    /** The same, and goes on after the message with that id. */
    public JsonNode join(String group, String after) {
        return command("join", command -> command.put("group", group).put("after", after));
    }

    /** Leaves a group; returns the frame {@code left}. */
    public JsonNode leave(String group) {
        return command("leave", command -> command.put("group", group));
    }

    /**
     * Publishes to a group that it is a member of.
     *
     * @param data as JSON
     * @return the id of the message; empty if it was not stored
     * @throws CommandRefusedException if it may not
     * @throws IllegalArgumentException if that cannot be written as JSON, or is a {@code byte[]}
     */
    public Optional<String> publish(String group, Object data) {
        return published(command("publish", command -> command.put("group", group).set("data", json(data))));
    }

    /** The same, with the name of an event. */
    public Optional<String> publish(String group, String event, Object data) {
        return published(command("publish",
                command -> command.put("group", group).put("event", event).set("data", json(data))));
    }

    private static Optional<String> published(JsonNode reply) {
        return Optional.ofNullable(reply.path("id").textValue());
    }

    /**
     * Has an {@code @OnEvent} method of the endpoint called, and returns the {@code data} of the reply, a {@code NullNode} if
     * there is none.
     *
     * @param data as JSON; {@code null} for none
     * @throws CommandRefusedException if it was refused
     * @throws IllegalArgumentException if that cannot be written as JSON, or is a {@code byte[]}
     */
    public JsonNode request(String event, @Nullable Object data) {
        JsonNode reply = command("event", command -> {
            command.put("event", event);
            if (data != null) {
                command.set("data", json(data));
            }
        });
        return reply.has("data") ? reply.get("data") : NullNode.getInstance();
    }

    /**
     * The same, decoded; {@code null} if there is no data.
     *
     * @throws IllegalArgumentException if the reply cannot be decoded to that, too
     */
    public <T> @Nullable T request(String event, @Nullable Object data, Class<T> type) {
        return mapper.convertValue(request(event, data), type);
    }

    /**
     * Answers a message that {@linkplain ReceivedMessage#isQuestion wants that}.
     *
     * @param data as JSON
     * @throws IllegalArgumentException if it does not, or the data cannot be written as JSON, or is a {@code byte[]}
     */
    public void answer(ReceivedMessage question, Object data) {
        String ref = question.ask().orElseThrow(() -> new IllegalArgumentException("It wants no answer: " + question));
        ObjectNode command = mapper.createObjectNode().put("channelbox", "answer").put("ref", ref);
        send(command.set("data", json(data)));
    }

    /** Jackson would make a text of bytes, and the server would take it for one. */
    private JsonNode json(Object data) {
        if (data instanceof byte[]) {
            throw new IllegalArgumentException("A command has JSON; only send() can send bytes");
        }
        return mapper.valueToTree(data);
    }

    private JsonNode command(String name, Consumer<ObjectNode> members) {
        long ref = refs.incrementAndGet();
        ObjectNode command = mapper.createObjectNode().put("channelbox", name).put("ref", ref);
        members.accept(command);
        send(command);
        JsonNode answer = inbox.take(frame -> frame.json() != null && frame.json().path("ref").asLong(-1) == ref,
                "answer to " + command, timeout).json();
        JsonNode error = answer.get("error");
        if (error != null) {
            throw new CommandRefusedException(command.toString(), error.path("code").asInt(), error.path("reason").asText());
        }
        return answer;
    }
}
