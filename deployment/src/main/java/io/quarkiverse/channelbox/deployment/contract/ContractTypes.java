package io.quarkiverse.channelbox.deployment.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jboss.jandex.Type;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;

/**
 * The types of all that travels, as JSON Schema.
 *
 * @param schemas by the type: a reference to a definition, or the schema itself
 * @param definitions by their names
 */
record ContractTypes(Map<Type, ObjectNode> schemas, Map<String, ObjectNode> definitions) {

    static ContractTypes of(ContractBuildItem contract, PayloadSchemas payloads) {
        Map<Type, ObjectNode> schemas = new HashMap<>();
        List<ObjectNode> incoming = new ArrayList<>();
        contract.endpoints().stream().flatMap(endpoint -> endpoint.requests().stream()).forEach(request -> {
            request.data().ifPresent(data -> incoming.add(schemas.computeIfAbsent(data, payloads::of)));
            request.reply().ifPresent(reply -> schemas.computeIfAbsent(reply, payloads::of));
        });
        contract.groups().forEach(groups -> groups.messages().forEach(message -> {
            ObjectNode schema = schemas.computeIfAbsent(message.payload(), payloads::of);
            if (groups.membersPublish()) {
                incoming.add(schema);
            }
        }));
        Map<String, ObjectNode> definitions = payloads.definitions();
        IncomingTypes.relax(incoming, definitions);
        return new ContractTypes(schemas, definitions);
    }

    ObjectNode of(Type type) {
        return schemas.get(type);
    }

    /** Whether it travels as it is, and not as JSON. */
    static boolean isBinary(ObjectNode schema) {
        return schema.has("contentEncoding");
    }
}
