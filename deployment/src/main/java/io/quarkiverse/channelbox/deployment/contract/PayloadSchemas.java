package io.quarkiverse.channelbox.deployment.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jboss.jandex.IndexView;
import org.jboss.jandex.JandexReflection;
import org.jboss.jandex.Type;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JsonSubTypesResolver;

/** The payload types as JSON Schema, which both documents are made from; each type is looked at once. */
final class PayloadSchemas {

    /** Where AsyncAPI has them. */
    static final String PATH = "components/schemas";

    private static final Logger LOG = Logger.getLogger(PayloadSchemas.class);

    private final SchemaBuilder schemas;

    PayloadSchemas(ObjectMapper mapper, IndexView index, TypeNames names, Javadocs javadocs) {
        JacksonProperties properties = new JacksonProperties(mapper);
        JsonSubTypesResolver subtypes = new JsonSubTypesResolver(List.of(JacksonOption.ALWAYS_REF_SUBTYPES));
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(mapper, SchemaVersion.DRAFT_7)
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.ALLOF_CLEANUP_AT_THE_END);
        // The first one that knows a type tells.
        config.forTypesInGeneral().withDefinitionNamingStrategy(names)
                .withCustomDefinitionProvider(new JacksonShapes(mapper, properties))
                .withSubtypeResolver(subtypes).withCustomDefinitionProvider(subtypes)
                .withCustomDefinitionProvider(new JacksonBeans(mapper, properties, new Nullness(index), javadocs));
        this.schemas = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    /** A reference, or the schema itself of what has no name; it is there when the definitions have been collected. */
    ObjectNode of(Type type) {
        try {
            return schemas.createSchemaReference(JandexReflection.loadType(type));
        } catch (RuntimeException | LinkageError e) {
            // The application may work all the same.
            LOG.warnf(e, "Nothing is said of %s in the contract: it cannot be looked at", type);
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** By their names; at the end, once. */
    Map<String, ObjectNode> definitions() {
        Map<String, ObjectNode> definitions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : schemas.collectDefinitions(PATH).properties()) {
            definitions.put(entry.getKey(), (ObjectNode) entry.getValue());
        }
        return definitions;
    }
}
