package io.quarkiverse.channelbox.deployment.contract;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.impl.DefinitionKey;
import com.github.victools.jsonschema.generator.naming.SchemaDefinitionNamingStrategy;

/**
 * The names of types in both documents: that of the class, with its type arguments ({@code PageOfOrder}); where another type
 * has that name already, with the class or the package before it.
 */
final class TypeNames implements SchemaDefinitionNamingStrategy {

    /** What TypeScript does not let a type be named, or would be hidden by one. */
    private static final Set<String> RESERVED = Set.of("any", "bigint", "boolean", "break", "case", "catch", "class", "const",
            "continue", "debugger", "default", "delete", "do", "else", "enum", "export", "extends", "false", "finally", "for",
            "function", "if", "import", "in", "instanceof", "never", "new", "null", "number", "object", "return", "string",
            "super", "switch", "symbol", "this", "throw", "true", "try", "type", "typeof", "undefined", "unknown", "var",
            "void",
            "while", "with", "Record", "Uint8Array");

    private final Set<String> taken = new HashSet<>(RESERVED);
    private final Map<DefinitionKey, String> names = new HashMap<>();

    /**
     * A name that nobody else has, nor with any of the suffixes.
     *
     * @param qualified the binary name of a class
     * @return the name without suffix
     */
    String unique(String qualified, String... suffixes) {
        List<String> ends = suffixes.length == 0 ? List.of("") : List.of(suffixes);
        String[] parts = qualified.split("[.$]");
        String name = "";
        for (int i = parts.length - 1; i >= 0; i--) {
            name = identifier(i == parts.length - 1 ? parts[i] : capitalized(parts[i])) + name;
            if (take(name, ends)) {
                return name;
            }
        }
        for (int number = 2;; number++) {
            if (take(name + number, ends)) {
                return name + number;
            }
        }
    }

    private boolean take(String name, List<String> suffixes) {
        List<String> all = suffixes.stream().map(name::concat).toList();
        return all.stream().noneMatch(taken::contains) && taken.addAll(all);
    }

    /** A name for TypeScript, and a key in AsyncAPI. */
    static String identifier(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_]", "_");
        return !plain.isEmpty() && Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    /** With its first letter in upper case, as in types and in getters. */
    static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** What a type has besides what tells it from others ({@code @JsonTypeInfo}) is a definition of its own. */
    @Override
    public String getDefinitionNameForKey(DefinitionKey key, SchemaGenerationContext context) {
        String suffix = suffix(key.getType()) + (key.getIgnoredDefinitionProvider() == null ? "" : "Properties");
        return names.computeIfAbsent(key, absent -> unique(key.getType().getErasedType().getName(), suffix) + suffix);
    }

    private static String suffix(ResolvedType type) {
        return type.getTypeParameters().isEmpty() ? ""
                : "Of" + type.getTypeParameters().stream().map(TypeNames::simpleName).collect(Collectors.joining("And"));
    }

    private static String simpleName(ResolvedType type) {
        return type.isArray() ? simpleName(type.getArrayElementType()) + "Array"
                : identifier(capitalized(type.getErasedType().getSimpleName())) + suffix(type);
    }

    /** They are unique already. */
    @Override
    public void adjustDuplicateNames(Map<DefinitionKey, String> subschemasWithDuplicateNames, SchemaGenerationContext context) {
        throw new IllegalStateException("two types have one name: " + subschemasWithDuplicateNames);
    }
}
