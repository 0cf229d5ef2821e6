package io.quarkiverse.channelbox.deployment.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.asyncapi.schemas.asyncapi.Reference;
import com.asyncapi.v3._0_0.model.AsyncAPI;
import com.asyncapi.v3._0_0.model.Tag;
import com.asyncapi.v3._0_0.model.channel.Channel;
import com.asyncapi.v3._0_0.model.channel.message.Message;
import com.asyncapi.v3._0_0.model.component.Components;
import com.asyncapi.v3._0_0.model.info.Info;
import com.asyncapi.v3._0_0.model.operation.Operation;
import com.asyncapi.v3._0_0.model.operation.OperationAction;
import com.asyncapi.v3._0_0.model.operation.reply.OperationReply;
import com.asyncapi.v3._0_0.model.server.Server;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Endpoint;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Groups;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Request;

/**
 * The contract as AsyncAPI 3. Channels are the endpoints, where clients ask and the endpoint replies, and the groups by
 * template; what the application <em>sends</em> are the messages of publishers, what it <em>receives</em> the events of clients
 * and what members publish.
 */
final class AsyncApiDocument {

    private static final String CHANNELS = "#/channels/";
    private static final String MESSAGES = "/messages/";
    private static final String BINARY = "application/octet-stream";
    private static final String DESCRIPTION = "Payloads are the `data` of the frames of the subprotocol `channelbox.v1`; the name"
            + " of a message is its `event`.";

    private final ContractBuildItem contract;
    private final ContractTypes types;
    private final Javadocs javadocs;
    private final Map<String, Object> channels = new LinkedHashMap<>();
    private final Map<String, Object> operations = new LinkedHashMap<>();

    private AsyncApiDocument(ContractBuildItem contract, ContractTypes types, Javadocs javadocs) {
        this.contract = contract;
        this.types = types;
        this.javadocs = javadocs;
    }

    static AsyncAPI of(ContractBuildItem contract, ContractTypes types, Javadocs javadocs, String title, String version,
            Server server) {
        AsyncApiDocument document = new AsyncApiDocument(contract, types, javadocs);
        contract.endpoints().forEach(document::add);
        contract.groups().forEach(document::add);
        return AsyncAPI.builder().asyncapi("3.0.0")
                .info(Info.builder().title(title).version(version).description(DESCRIPTION).build())
                .defaultContentType("application/json")
                .servers(Map.of("default", server))
                .channels(document.channels).operations(document.operations)
                .components(Components.builder().schemas(new TreeMap<>(types.definitions())).build()).build();
    }

    private void add(Endpoint endpoint) {
        Map<String, Object> messages = new LinkedHashMap<>();
        String name = Keys.unique(endpoint.type().simpleName(), channels);
        Channel channel = ChannelAddresses.of(endpoint, contract.groupsOf(endpoint));
        channel.setDescription(javadocs.of(endpoint.type()).orElse(null));
        channels.put(name, channel);
        for (Request request : endpoint.requests()) {
            Operation operation = operation(OperationAction.RECEIVE, name, List.of(message(name, messages, request.event(),
                    request.event(), request.data().map(types::of).orElse(null), null)));
            operation.setDescription(javadocs.of(request.method()).orElse(null));
            request.reply().ifPresent(reply -> operation.setReply(OperationReply.builder().channel(channel(name))
                    .messages(List
                            .of(message(name, messages, request.event() + ".reply", request.event(), types.of(reply), null)))
                    .build()));
            operations.put(Keys.unique(name + "." + request.event(), operations), operation);
        }
        channel.setMessages(messages);
    }

    private void add(Groups groups) {
        Map<String, Object> messages = new LinkedHashMap<>();
        Map<String, Reference> byEvent = new LinkedHashMap<>();
        String name = Keys.unique(groups.template().value(), channels);
        Channel channel = ChannelAddresses.of(groups);
        channels.put(name, channel);
        for (ContractBuildItem.Message sent : groups.messages()) {
            Reference message = byEvent.computeIfAbsent(sent.event(), event -> message(name, messages, event, event,
                    types.of(sent.payload()), ContractTypes.isBinary(types.of(sent.payload())) ? BINARY : null));
            Operation operation = operation(OperationAction.SEND, name, List.of(message));
            operation.setDescription(javadocs.of(sent.method()).orElse(null));
            operation.setTags(sent.stored() ? List.of(new Tag("history", "Stored in the history of the group.", null)) : null);
            operations.put(Keys.unique(sent.publisher().simpleName() + "." + sent.method().name(), operations), operation);
        }
        if (groups.membersPublish()) {
            if (byEvent.isEmpty()) {
                byEvent.put("", message(name, messages, "published", null, JsonNodeFactory.instance.objectNode(), null));
            }
            operations.put(Keys.unique("publish." + groups.template().value(), operations),
                    operation(OperationAction.RECEIVE, name, new ArrayList<>(byEvent.values())));
        }
        channel.setMessages(messages);
    }

    private static Operation operation(OperationAction action, String channel, List<Reference> messages) {
        return Operation.builder().action(action).channel(channel(channel)).messages(messages).build();
    }

    private static Reference channel(String name) {
        return new Reference(CHANNELS + name);
    }

    /**
     * @param payload null if there is none
     * @param contentType null for JSON
     */
    private static Reference message(String channel, Map<String, Object> messages, String key, String event,
            ObjectNode payload, String contentType) {
        String unique = Keys.unique(key, messages);
        messages.put(unique, Message.builder().name(event).payload(payload).contentType(contentType).build());
        return new Reference(CHANNELS + channel + MESSAGES + unique);
    }
}
