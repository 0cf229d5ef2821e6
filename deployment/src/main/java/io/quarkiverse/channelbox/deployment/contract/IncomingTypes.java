package io.quarkiverse.channelbox.deployment.contract;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the application writes has all its properties; what clients send may leave out those that may be null, and those that
 * are never read.
 */
final class IncomingTypes {

    /** What says that not everything fits. */
    private static final Set<String> LIMITS = Set.of("$ref", "type", "enum", "const", "anyOf", "oneOf", "allOf");

    private IncomingTypes() {
    }

    /** @param roots the schemas of what clients send */
    static void relax(Collection<ObjectNode> roots, Map<String, ObjectNode> definitions) {
        Deque<JsonNode> open = new ArrayDeque<>(roots);
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            JsonNode schema = open.pop();
            if (schema.has("$ref")) {
                String reference = schema.get("$ref").asText();
                String name = reference.substring(reference.lastIndexOf('/') + 1);
                if (seen.add(name) && definitions.containsKey(name)) {
                    open.push(definitions.get(name));
                }
            }
            relax(schema);
            schema.forEach(open::push);
        }
    }

    private static void relax(JsonNode schema) {
        JsonNode properties = schema.path("properties");
        if (schema.path("required") instanceof ArrayNode required) {
            for (int i = required.size() - 1; i >= 0; i--) {
                JsonNode property = properties.path(required.get(i).asText());
                if (isNullable(property) || property.path("readOnly").asBoolean()) {
                    required.remove(i);
                }
            }
            if (required.isEmpty()) {
                ((ObjectNode) schema).remove("required");
            }
        }
    }

    /** What may be anything may be null. */
    private static boolean isNullable(JsonNode schema) {
        JsonNode type = schema.path("type");
        return schema.isObject() && LIMITS.stream().noneMatch(schema::has) || type.asText().equals("null") || any(type, "null")
                || StreamSupport.stream(schema.path("anyOf").spliterator(), false).anyMatch(IncomingTypes::isNullable);
    }

    private static boolean any(JsonNode array, String text) {
        return StreamSupport.stream(array.spliterator(), false).anyMatch(each -> each.asText().equals(text));
    }
}
