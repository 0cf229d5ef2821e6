package io.quarkiverse.channelbox.testing;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

/** What tells a frame of {@code channelbox.v1} from JSON of the endpoint with such a type; as the client for browsers does. */
final class FrameShape {

    private static final Predicate<JsonNode> TEXT = JsonNode::isTextual;
    private static final Predicate<JsonNode> NUMBER = value -> value.isNumber() && value.doubleValue() >= 0;
    private static final Predicate<JsonNode> LIST = value -> value.isArray() && all(value, FrameShape::isMember);

    /** What the members of frames are, if they are there. Later servers may send more. */
    private static final Map<String, Predicate<JsonNode>> MEMBERS = Map.ofEntries(Map.entry("connection", TEXT),
            Map.entry("heartbeat", NUMBER), Map.entry("ref", NUMBER), Map.entry("group", TEXT), Map.entry("id", TEXT),
            Map.entry("recovered", JsonNode::isBoolean), Map.entry("missed", NUMBER), Map.entry("event", TEXT),
            Map.entry("ask", TEXT), Map.entry("joined", LIST), Map.entry("left", LIST), Map.entry("size", NUMBER),
            Map.entry("reason", TEXT),
            Map.entry("error", value -> NUMBER.test(value.path("code")) && TEXT.test(value.path("reason"))));

    /** What has to be there, by the type of the frame. */
    private static final Map<String, List<String>> REQUIRED = Map.of("hello", List.of("connection", "heartbeat"), "ping",
            List.of(), "joined", List.of("group"), Frame.MESSAGE, List.of("data"), "presence", List.of("group", "size"), "gap",
            List.of("group"), "left", List.of("group"), "reply", List.of("ref"));

    private FrameShape() {
    }

    static boolean fits(JsonNode json) {
        List<String> required = REQUIRED.get(json.path("type").asText());
        return required != null && required.stream().allMatch(json::has)
                && json.properties().stream().allMatch(member -> !MEMBERS.containsKey(member.getKey())
                        || MEMBERS.get(member.getKey()).test(member.getValue()));
    }

    /** One that is known by its connection, or by its user. */
    private static boolean isMember(JsonNode value) {
        return value.path("connectionId").isTextual() || value.path("principal").isTextual();
    }

    private static boolean all(JsonNode array, Predicate<JsonNode> wanted) {
        for (JsonNode value : array) {
            if (!wanted.test(value)) {
                return false;
            }
        }
        return true;
    }
}
