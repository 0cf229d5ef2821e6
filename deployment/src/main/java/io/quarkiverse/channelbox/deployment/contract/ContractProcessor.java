package io.quarkiverse.channelbox.deployment.contract;

import static java.util.Comparator.comparing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;

import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.deployment.Endpoints;
import io.quarkiverse.channelbox.deployment.TemplateNames;
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
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.websockets.next.deployment.WebSocketEndpointBuildItem;

/** Puts together what endpoints, events and publishers say, in an order that is the same in every build. */
class ContractProcessor {

    @BuildStep
    void contract(List<GroupEndpointBuildItem> groupEndpoints, List<EventEndpointBuildItem> eventEndpoints,
            List<PublisherBuildItem> publishers, List<WebSocketEndpointBuildItem> webSockets,
            BuildProducer<ContractBuildItem> contracts) {
        Map<DotName, WebSocketEndpointBuildItem> ofServer = Endpoints.ofServer(webSockets);
        ContractBuildItem contract = of(groupEndpoints, eventEndpoints, publishers,
                // What is no endpoint of WebSockets Next is a problem that ends the build.
                endpoint -> ofServer.containsKey(endpoint) ? Endpoints.asWritten(ofServer.get(endpoint).path) : null);
        if (!contract.endpoints().isEmpty()) {
            contracts.produce(contract);
        }
    }

    /** @param path of the endpoint of a class; null leaves it out */
    static ContractBuildItem of(List<GroupEndpointBuildItem> groupEndpoints, List<EventEndpointBuildItem> eventEndpoints,
            List<PublisherBuildItem> publishers, Function<DotName, String> path) {
        Map<DotName, Endpoint> endpoints = endpoints(groupEndpoints, eventEndpoints, path);
        return new ContractBuildItem(List.copyOf(endpoints.values()), groups(groupEndpoints, endpoints, publishers));
    }

    private static Map<DotName, Endpoint> endpoints(List<GroupEndpointBuildItem> groupEndpoints,
            List<EventEndpointBuildItem> eventEndpoints, Function<DotName, String> paths) {
        Map<DotName, List<Request>> requests = eventEndpoints.stream()
                .collect(Collectors.toMap(each -> each.endpoint().name(), ContractProcessor::requests));
        Map<DotName, ClassInfo> types = new TreeMap<>();
        groupEndpoints.forEach(each -> types.put(each.endpoint().name(), each.endpoint()));
        eventEndpoints.forEach(each -> types.put(each.endpoint().name(), each.endpoint()));
        Map<DotName, Endpoint> endpoints = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            String path = paths.apply(name);
            if (path != null) {
                endpoints.put(name, new Endpoint(type, path, requests.getOrDefault(name, List.of())));
            }
        });
        return endpoints;
    }

    private static List<Request> requests(EventEndpointBuildItem endpoint) {
        return endpoint.methods().stream().map(method -> new Request(method.event(), method.method(), method.data(),
                method.reply())).sorted(comparing(Request::event)).toList();
    }

    /** Templates of one shape are the same groups. */
    private static List<Groups> groups(List<GroupEndpointBuildItem> groupEndpoints, Map<DotName, Endpoint> endpoints,
            List<PublisherBuildItem> publishers) {
        Map<String, Groups> groups = new TreeMap<>();
        groupEndpoints.stream().sorted(comparing(each -> each.endpoint().name())).forEach(each -> {
            Endpoint endpoint = endpoints.get(each.endpoint().name());
            if (endpoint != null) {
                each.groups().forEach(group -> groups.merge(TemplateNames.shape(group.template()),
                        groups(group, endpoint, publishers), ContractProcessor::merged));
            }
        });
        return List.copyOf(groups.values());
    }

    private static Groups groups(AnnotatedGroup group, Endpoint endpoint, List<PublisherBuildItem> publishers) {
        return new Groups(group.template(), List.of(new Members(endpoint, group.join())),
                group.publish() == PublishMode.MEMBERS, publishers.stream()
                        .filter(publisher -> TemplateNames.makesNamesOf(publisher.template(), group.template()))
                        .flatMap(ContractProcessor::messages)
                        .sorted(comparing(Message::event).thenComparing(message -> message.publisher().name())).toList());
    }

    private static Stream<Message> messages(PublisherBuildItem publisher) {
        return publisher.methods().stream().map(method -> new Message(method.event(), publisher.publisher(), method.method(),
                method.payload(), method.saveHistory()));
    }

    private static Groups merged(Groups one, Groups other) {
        return new Groups(one.template(), both(one.members(), other.members()), one.membersPublish() || other.membersPublish(),
                both(one.messages(), other.messages()));
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }
}
