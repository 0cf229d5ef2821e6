package io.quarkiverse.channelbox.deployment.contract;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;

import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.deployment.Endpoints;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Endpoint;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Groups;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Members;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Message;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Request;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem.AnnotatedGroup;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.websockets.next.deployment.WebSocketEndpointBuildItem;

/** Puts together what endpoints, events and publishers say, in an order that is the same in every build. */
class ContractProcessor {

    @BuildStep
    void contract(List<GroupEndpointBuildItem> groupEndpoints, List<EventEndpointBuildItem> eventEndpoints,
            List<PublisherBuildItem> publishers, List<WebSocketEndpointBuildItem> webSockets,
            BuildProducer<ContractBuildItem> contracts) {
        Map<DotName, Endpoint> endpoints = endpoints(groupEndpoints, eventEndpoints, Endpoints.ofServer(webSockets));
        if (!endpoints.isEmpty()) {
            contracts.produce(new ContractBuildItem(List.copyOf(endpoints.values()),
                    groups(groupEndpoints, endpoints, messages(publishers))));
        }
    }

    private static Map<DotName, Endpoint> endpoints(List<GroupEndpointBuildItem> groupEndpoints,
            List<EventEndpointBuildItem> eventEndpoints, Map<DotName, WebSocketEndpointBuildItem> webSockets) {
        Map<DotName, List<Request>> requests = eventEndpoints.stream()
                .collect(Collectors.toMap(each -> each.endpoint().name(), ContractProcessor::requests));
        Map<DotName, ClassInfo> types = new TreeMap<>();
        groupEndpoints.forEach(each -> types.put(each.endpoint().name(), each.endpoint()));
        eventEndpoints.forEach(each -> types.put(each.endpoint().name(), each.endpoint()));
        // What is no endpoint of WebSockets Next is a problem that ends the build.
        types.keySet().retainAll(webSockets.keySet());
        Map<DotName, Endpoint> endpoints = new LinkedHashMap<>();
        types.forEach((name, type) -> endpoints.put(name, new Endpoint(type, Endpoints.asWritten(webSockets.get(name).path),
                requests.getOrDefault(name, List.of()))));
        return endpoints;
    }

    private static List<Request> requests(EventEndpointBuildItem endpoint) {
        return endpoint.methods().stream().map(method -> new Request(method.event(), method.method(), method.data(),
                method.reply())).sorted(comparing(Request::event)).toList();
    }

    /** By template, whatever the placeholders are filled from. */
    private static Map<String, List<Message>> messages(List<PublisherBuildItem> publishers) {
        Map<String, List<Message>> messages = new TreeMap<>();
        publishers.stream().sorted(comparing(each -> each.publisher().name())).forEach(publisher -> {
            List<Message> ofTemplate = messages.computeIfAbsent(key(publisher.template()), absent -> new ArrayList<>());
            publisher.methods().stream().map(method -> new Message(method.event(), publisher.publisher(), method.method(),
                    method.payload(), method.saveHistory())).sorted(comparing(Message::event)).forEach(ofTemplate::add);
        });
        return messages;
    }

    private static List<Groups> groups(List<GroupEndpointBuildItem> groupEndpoints, Map<DotName, Endpoint> endpoints,
            Map<String, List<Message>> messages) {
        Map<String, Groups> groups = new TreeMap<>();
        groupEndpoints.stream().sorted(comparing(each -> each.endpoint().name())).forEach(each -> {
            Endpoint endpoint = endpoints.get(each.endpoint().name());
            if (endpoint != null) {
                each.groups().forEach(group -> groups.merge(key(group.template()), groups(group, endpoint, messages),
                        ContractProcessor::merged));
            }
        });
        return List.copyOf(groups.values());
    }

    private static Groups groups(AnnotatedGroup group, Endpoint endpoint, Map<String, List<Message>> messages) {
        return new Groups(group.template(), List.of(new Members(endpoint, group.join())),
                group.publish() == PublishMode.MEMBERS, messages.getOrDefault(key(group.template()), List.of()));
    }

    private static Groups merged(Groups one, Groups other) {
        List<Members> members = new ArrayList<>(one.members());
        members.addAll(other.members());
        return new Groups(one.template(), members, one.membersPublish() || other.membersPublish(), one.messages());
    }

    private static String key(GroupTemplate template) {
        return template.parts().stream().map(part -> part instanceof GroupTemplate.Placeholder placeholder
                ? "{" + placeholder.name() + "}"
                : ((GroupTemplate.Literal) part).text()).collect(Collectors.joining());
    }
}
