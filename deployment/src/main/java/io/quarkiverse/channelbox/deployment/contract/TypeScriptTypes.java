package io.quarkiverse.channelbox.deployment.contract;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON Schema as types of TypeScript. */
final class TypeScriptTypes {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
    private static final String REFERENCES = "#/" + PayloadSchemas.PATH + "/";

    private TypeScriptTypes() {
    }

    /** A statement that declares the type. */
    static String declaration(String name, JsonNode schema) {
        String comment = comment("", schema.path("description").asText());
        return schema.path("properties").isEmpty() || isCombined(schema)
                ? comment + "export type " + name + " = " + of(schema, "") + ";\n"
                : comment + "export interface " + name + " " + object(schema, "") + "\n";
    }

    /** @param indentation of the line in which it begins */
    static String of(JsonNode schema, String indentation) {
        if (schema.has("$ref")) {
            return schema.get("$ref").asText().substring(REFERENCES.length());
        }
        if (schema.has("const")) {
            return schema.get("const").toString();
        }
        if (schema.has("enum")) {
            return union(elements(schema.get("enum")).map(JsonNode::toString));
        }
        if (isCombined(schema)) {
            return combined(schema, indentation);
        }
        JsonNode type = schema.path("type");
        return type.isArray() ? union(elements(type).map(each -> ofType(each.asText(), schema, indentation)))
                : ofType(type.asText(), schema, indentation);
    }

    private static boolean isCombined(JsonNode schema) {
        return schema.has("anyOf") || schema.has("oneOf") || schema.has("allOf");
    }

    private static String combined(JsonNode schema, String indentation) {
        Set<String> all = new LinkedHashSet<>();
        if (schema.has("properties")) {
            all.add(object(schema, indentation));
        }
        for (String some : new String[] { "anyOf", "oneOf" }) {
            if (schema.has(some)) {
                all.add(parenthesized(union(elements(schema.get(some)).map(each -> of(each, indentation)))));
            }
        }
        elements(schema.path("allOf")).map(each -> parenthesized(of(each, indentation))).forEach(all::add);
        all.remove("unknown");
        String type = all.isEmpty() ? "unknown" : String.join(" & ", all);
        return all.size() == 1 && isWrapped(type) ? type.substring(1, type.length() - 1) : type;
    }

    private static String ofType(String type, JsonNode schema, String indentation) {
        return switch (type) {
            case "string", "boolean", "null" -> type;
            case "integer", "number" -> "number";
            case "array" -> schema.path("items").isMissingNode() ? "unknown[]"
                    : parenthesized(of(schema.get("items"), indentation)) + "[]";
            case "object" -> object(schema, indentation);
            default -> "unknown";
        };
    }

    private static String object(JsonNode schema, String indentation) {
        JsonNode properties = schema.path("properties");
        if (properties.isEmpty()) {
            JsonNode values = schema.path("additionalProperties");
            return "Record<string, " + (values.isObject() ? of(values, indentation) : "unknown") + ">";
        }
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        StringBuilder text = new StringBuilder("{\n");
        String inner = indentation + "  ";
        properties.properties()
                .forEach(property -> text.append(comment(inner, property.getValue().path("description").asText()))
                        .append(inner).append(property.getValue().path("readOnly").asBoolean() ? "readonly " : "")
                        .append(key(property.getKey())).append(required.contains(property.getKey()) ? ": " : "?: ")
                        .append(of(property.getValue(), inner)).append(";\n"));
        return text.append(indentation).append('}').toString();
    }

    static String key(String name) {
        return IDENTIFIER.matcher(name).matches() ? name : text(name);
    }

    /** A string literal. */
    static String text(String text) {
        return TextNode.valueOf(text).toString();
    }

    static String union(Stream<String> types) {
        Set<String> all = new LinkedHashSet<>();
        types.forEach(all::add);
        // Nothing is told apart in what is unknown, and null comes last.
        if (all.contains("unknown")) {
            return "unknown";
        }
        if (all.remove("null")) {
            all.add("null");
        }
        return all.isEmpty() ? "never" : String.join(" | ", all);
    }

    private static String parenthesized(String type) {
        return type.contains(" | ") || type.contains(" & ") ? "(" + type + ")" : type;
    }

    private static boolean isWrapped(String type) {
        return type.startsWith("(") && type.indexOf(')') == type.length() - 1;
    }

    /** Nothing that it says can end it. */
    static String comment(String indentation, String text) {
        if (text.isBlank()) {
            return "";
        }
        String[] lines = text.replace("*/", "*\\/").strip().split("\\R");
        if (lines.length == 1) {
            return indentation + "/** " + lines[0] + " */\n";
        }
        StringJoiner comment = new StringJoiner("\n", indentation + "/**\n", "\n" + indentation + " */\n");
        for (String line : lines) {
            comment.add((indentation + " * " + line).stripTrailing());
        }
        return comment.toString();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
