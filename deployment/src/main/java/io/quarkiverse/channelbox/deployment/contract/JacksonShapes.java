package io.quarkiverse.channelbox.deployment.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;

/** The types that Jackson writes otherwise than property by property: enums, times and other values, bytes, what it is told. */
final class JacksonShapes implements CustomDefinitionProviderV2 {

    /** What is any JSON, and what is any JSON object or array. */
    private static final Map<String, String> FREE = Map.of("io.vertx.core.json.JsonObject", "object",
            "io.vertx.core.json.JsonArray", "array", "com.fasterxml.jackson.databind.node.ObjectNode", "object",
            "com.fasterxml.jackson.databind.node.ArrayNode", "array");
    private static final Set<String> BYTES = Set.of("[B", "java.nio.ByteBuffer", "io.vertx.core.buffer.Buffer");

    private final ObjectMapper mapper;
    private final JacksonProperties properties;
    private final Map<Class<?>, Optional<ObjectNode>> values = new HashMap<>();

    JacksonShapes(ObjectMapper mapper, JacksonProperties properties) {
        this.properties = properties;
        this.mapper = mapper;
    }

    @Override
    public CustomDefinition provideCustomSchemaDefinition(ResolvedType type, SchemaGenerationContext context) {
        if (type.isInstanceOf(Map.class)) {
            ResolvedType values = context.getTypeContext().getTypeParameterFor(type, Map.class, 1);
            ObjectNode map = schema("object");
            map.set("additionalProperties", values == null ? mapper.createObjectNode()
                    : context.createDefinitionReference(values));
            return inline(map);
        }
        if (type.isArray() && type.getErasedType() != byte[].class
                || type.isInstanceOf(Iterable.class) && context.getTypeContext().isContainerType(type)) {
            ResolvedType elements = context.getTypeContext().getContainerItemType(type);
            ObjectNode array = schema("array");
            if (elements != null && elements.getErasedType() != Object.class) {
                array.set("items", context.createDefinitionReference(elements));
            }
            return inline(array);
        }
        Class<?> raw = type.getErasedType();
        if (raw == Optional.class && !type.getTypeParameters().isEmpty()) {
            ObjectNode perhaps = mapper.createObjectNode();
            perhaps.putArray("anyOf").add(schema("null"))
                    .add(context.createDefinitionReference(type.getTypeParameters().get(0)));
            return inline(perhaps);
        }
        Optional<ObjectNode> simple = values.computeIfAbsent(raw, this::value);
        if (simple.isPresent()) {
            return raw.isEnum()
                    ? new CustomDefinition(simple.get().deepCopy(), DefinitionType.ALWAYS_REF, AttributeInclusion.YES)
                    : inline(simple.get().deepCopy());
        }
        // What it says by @JsonValue that it is written as.
        AnnotatedMember value = properties.written(mapper.constructType(raw)).findJsonValueAccessor();
        return value == null ? null
                : inline(context.createDefinition(context.getTypeContext().resolve(value.getRawType())));
    }

    /** The schema of what is no object of properties. */
    private Optional<ObjectNode> value(Class<?> raw) {
        if (BYTES.contains(raw.getName())) {
            return Optional.of(schema("string").put("contentEncoding", "base64"));
        }
        if (FREE.containsKey(raw.getName())) {
            return Optional.of(schema(FREE.get(raw.getName())));
        }
        if (raw == Object.class || JsonSerializable.class.isAssignableFrom(raw) || hasOwnSerializer(raw)) {
            return Optional.of(mapper.createObjectNode());
        }
        if (raw.isPrimitive() || raw.getName().startsWith("java.")) {
            return Optional.of(ofSerializer(raw));
        }
        return raw.isEnum() ? Optional.of(constants(raw)) : Optional.empty();
    }

    private boolean hasOwnSerializer(Class<?> raw) {
        BeanDescription bean = mapper.getSerializationConfig().introspectClassAnnotations(raw);
        return mapper.getSerializationConfig().getAnnotationIntrospector().findSerializer(bean.getClassInfo()) != null;
    }

    private ObjectNode schema(String type) {
        return mapper.createObjectNode().put("type", type);
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(schema, DefinitionType.INLINE, AttributeInclusion.NO);
    }

    private ObjectNode constants(Class<?> raw) {
        ObjectNode schema = mapper.createObjectNode();
        ArrayNode constants = schema.putArray("enum");
        boolean areText = true;
        for (Object constant : raw.getEnumConstants()) {
            constants.add(mapper.<JsonNode> valueToTree(constant));
            areText &= constants.get(constants.size() - 1).isTextual();
        }
        return areText ? schema.put("type", "string") : schema;
    }

    /** Asks Jackson's serializer of the type. */
    private ObjectNode ofSerializer(Class<?> raw) {
        ObjectNode schema = mapper.createObjectNode();
        try {
            mapper.acceptJsonFormatVisitor(raw, new SerializerFormats(schema));
        } catch (JsonMappingException e) {
            schema.removeAll();
        }
        return schema;
    }
}
