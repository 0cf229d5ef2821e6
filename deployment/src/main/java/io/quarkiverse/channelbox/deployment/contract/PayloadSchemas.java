package io.quarkiverse.channelbox.deployment.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.JandexReflection;
import org.jboss.jandex.Type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.MethodScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigPart;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;

import io.quarkiverse.channelbox.deployment.contract.JacksonProperties.Property;

/** The payload types as JSON Schema, which both documents are made from; each type is looked at once. */
final class PayloadSchemas {

    /** Where AsyncAPI has them. */
    static final String PATH = "components/schemas";

    private static final DotName OPTIONAL = DotName.createSimple(Optional.class);

    private final ObjectMapper mapper;
    private final JacksonProperties properties;
    private final Nullness nullness;
    private final Javadocs javadocs;
    private final SchemaBuilder schemas;

    PayloadSchemas(ObjectMapper mapper, IndexView index, TypeNames names, Javadocs javadocs) {
        this.mapper = mapper;
        this.properties = new JacksonProperties(mapper);
        this.nullness = new Nullness(index);
        this.javadocs = javadocs;
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(mapper, SchemaVersion.DRAFT_7)
                .with(Option.PUBLIC_NONSTATIC_FIELDS, Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS, Option.GETTER_METHODS,
                        Option.NONSTATIC_NONVOID_NONGETTER_METHODS, Option.FIELDS_DERIVED_FROM_ARGUMENTFREE_METHODS,
                        Option.FLATTENED_OPTIONALS, Option.FLATTENED_SUPPLIERS,
                        Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.INLINE_NULLABLE_SCHEMAS, Option.ALLOF_CLEANUP_AT_THE_END);
        // First what settles most types at once; and what annotations describe wins over the Javadoc.
        config.forTypesInGeneral().withCustomDefinitionProvider(new JacksonShapes(mapper, properties));
        config.with(new Annotations()).with(new JakartaValidationModule());
        config.forTypesInGeneral().withDefinitionNamingStrategy(names)
                .withDescriptionResolver(type -> type.getType() == null ? null
                        : javadocs.of(type.getType().getErasedType()).orElse(null))
                .withPropertySorter((one, other) -> 0);
        members(config.forFields());
        members(config.forMethods());
        this.schemas = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    private <M extends MemberScope<?, ?>> void members(SchemaGeneratorConfigPart<M> members) {
        members.withIgnoreCheck(member -> property(member).isEmpty())
                .withCustomDefinitionProvider((member, context) -> property(member).filter(Property::hasOwnSerializer)
                        .map(unknown -> new CustomPropertyDefinition(mapper.createObjectNode())).orElse(null))
                .withPropertyNameOverrideResolver(member -> property(member).map(Property::name).orElse(null))
                .withNullableCheck(member -> property(member).filter(property -> isNullable(member, property)).isPresent())
                .withRequiredCheck(member -> property(member).filter(property -> isRequired(member, property)).isPresent())
                .withReadOnlyCheck(member -> property(member).filter(property -> !property.read()).isPresent())
                .withWriteOnlyCheck(member -> property(member).filter(property -> !property.written()).isPresent())
                .withDescriptionResolver(member -> property(member).flatMap(property -> description(member)).orElse(null));
    }

    /** The elements of a collection are asked for like the property that holds it, and are none. */
    private Optional<Property> property(MemberScope<?, ?> member) {
        return member.isFakeContainerItemScope() ? Optional.empty() : properties.of(member);
    }

    private boolean isNullable(MemberScope<?, ?> member, Property property) {
        return !property.nullIsLeftOut() && nullness.mayBeNull(member);
    }

    /** As it is written; what is read may leave out more. */
    private boolean isRequired(MemberScope<?, ?> member, Property property) {
        return !property.someAreLeftOut() && (property.written() && !property.nullIsLeftOut() || !nullness.mayBeNull(member));
    }

    private Optional<String> description(MemberScope<?, ?> member) {
        Class<?> declaring = member.getDeclaringType().getErasedType();
        return member instanceof MethodScope ? javadocs.ofMethod(declaring, member.getDeclaredName())
                : javadocs.ofField(declaring, member.getDeclaredName());
    }

    /** A reference, or the schema itself of what has no name; it is there when the definitions have been collected. */
    ObjectNode of(Type type) {
        if (type.name().equals(OPTIONAL) && type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            ObjectNode nullable = mapper.createObjectNode();
            nullable.putArray("anyOf").add(mapper.createObjectNode().put("type", "null"))
                    .add(of(type.asParameterizedType().arguments().get(0)));
            return nullable;
        }
        return schemas.createSchemaReference(JandexReflection.loadType(type));
    }

    /** By their names; at the end, once. */
    Map<String, ObjectNode> definitions() {
        Map<String, ObjectNode> definitions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : schemas.collectDefinitions(PATH).properties()) {
            definitions.put(entry.getKey(), (ObjectNode) entry.getValue());
        }
        return definitions;
    }

    /** Which members are properties is asked of Jackson itself. */
    private static final class Annotations extends JacksonModule {

        Annotations() {
            super(JacksonOption.ALWAYS_REF_SUBTYPES);
        }

        @Override
        protected boolean shouldIgnoreField(FieldScope field) {
            return false;
        }

        @Override
        protected boolean shouldIgnoreMethod(MethodScope method) {
            return false;
        }
    }
}
