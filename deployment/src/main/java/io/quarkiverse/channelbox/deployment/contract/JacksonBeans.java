package io.quarkiverse.channelbox.deployment.contract;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;

import io.quarkiverse.channelbox.deployment.contract.JacksonProperties.Property;

/** Records and classes, property by property as Jackson has them: the generator itself would look at fields and methods. */
final class JacksonBeans implements CustomDefinitionProviderV2 {

    private final ObjectMapper mapper;
    private final JacksonProperties properties;
    private final Nullness nullness;
    private final Javadocs javadocs;
    /** What is being looked at: a type that has itself in it, somewhere, is asked for again. */
    private final Map<ResolvedType, ObjectNode> open = new HashMap<>();

    JacksonBeans(ObjectMapper mapper, JacksonProperties properties, Nullness nullness, Javadocs javadocs) {
        this.mapper = mapper;
        this.properties = properties;
        this.nullness = nullness;
        this.javadocs = javadocs;
    }

    @Override
    public CustomDefinition provideCustomSchemaDefinition(ResolvedType type, SchemaGenerationContext context) {
        if (type.getErasedType().isAnnotationPresent(JsonSubTypes.class)) {
            // It is any of them, which the generator knows.
            return null;
        }
        ObjectNode unfinished = open.get(type);
        if (unfinished != null) {
            return definition(unfinished);
        }
        ObjectNode schema = mapper.createObjectNode().put("type", "object");
        open.put(type, schema);
        try {
            fill(schema, type, context);
        } finally {
            open.remove(type);
        }
        return definition(schema);
    }

    private static CustomDefinition definition(ObjectNode schema) {
        return new CustomDefinition(schema, DefinitionType.STANDARD, AttributeInclusion.NO);
    }

    private void fill(ObjectNode schema, ResolvedType type, SchemaGenerationContext context) {
        JavaType jackson = jackson(type, mapper.getTypeFactory());
        properties.description(jackson).or(() -> javadocs.of(type.getErasedType()))
                .ifPresent(text -> schema.put("description", text));
        ObjectNode all = mapper.createObjectNode();
        ArrayNode required = mapper.createArrayNode();
        for (Property property : properties.of(jackson)) {
            if (property.unwrapped()) {
                schema.withArray("/allOf").add(context.createDefinitionReference(resolved(property.type(), context)));
                continue;
            }
            all.set(property.name(), schema(property, context));
            if (!property.someAreLeftOut() && (property.written() && !property.nullIsLeftOut() || !mayBeNull(property))) {
                required.add(property.name());
            }
        }
        if (!all.isEmpty()) {
            schema.set("properties", all);
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private ObjectNode schema(Property property, SchemaGenerationContext context) {
        JavaType type = isOptional(property) ? property.type().containedTypeOrUnknown(0) : property.type();
        ObjectNode schema = property.hasOwnSerializer() ? mapper.createObjectNode()
                : context.createDefinitionReference(resolved(type, context));
        if (!property.hasOwnSerializer() && !property.nullIsLeftOut() && mayBeNull(property)) {
            schema = nullable(schema);
        }
        Optional<String> description = property.description()
                .or(() -> javadocs.ofField(property.declaring(), property.field()));
        if (schema.isEmpty() && (description.isPresent() || !property.read() || !property.written())) {
            // It becomes a reference, beside which nothing else may be.
            ObjectNode reference = schema;
            schema = mapper.createObjectNode();
            schema.putArray("allOf").add(reference);
        }
        if (description.isPresent()) {
            schema.put("description", description.get());
        }
        if (!property.read()) {
            schema.put("readOnly", true);
        }
        if (!property.written()) {
            schema.put("writeOnly", true);
        }
        return schema;
    }

    private boolean mayBeNull(Property property) {
        return isOptional(property) || nullness.mayBeNull(property);
    }

    private static boolean isOptional(Property property) {
        return property.type().hasRawClass(Optional.class);
    }

    private ObjectNode nullable(ObjectNode schema) {
        ObjectNode nullable = mapper.createObjectNode();
        if (schema.path("type").isTextual()) {
            nullable.putArray("type").add(schema.get("type")).add("null");
            schema.properties().forEach(member -> nullable.putIfAbsent(member.getKey(), member.getValue()));
        } else {
            nullable.putArray("anyOf").add(mapper.createObjectNode().put("type", "null")).add(schema);
        }
        return nullable;
    }

    private static JavaType jackson(ResolvedType type, TypeFactory types) {
        if (type.isArray()) {
            return types.constructArrayType(jackson(type.getArrayElementType(), types));
        }
        return type.getTypeParameters().isEmpty() ? types.constructType(type.getErasedType())
                : types.constructParametricType(type.getErasedType(), type.getTypeParameters().stream()
                        .map(parameter -> jackson(parameter, types)).toArray(JavaType[]::new));
    }

    private static ResolvedType resolved(JavaType type, SchemaGenerationContext context) {
        if (type.isArrayType()) {
            ResolvedType element = resolved(type.getContentType(), context);
            return context.getTypeContext().resolve((GenericArrayType) () -> element);
        }
        return context.getTypeContext().resolve(type.getRawClass(), type.getBindings().getTypeParameters().stream()
                .map(parameter -> resolved(parameter, context)).toArray(Type[]::new));
    }
}
