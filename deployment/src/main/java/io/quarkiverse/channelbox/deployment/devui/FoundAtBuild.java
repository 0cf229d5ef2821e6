package io.quarkiverse.channelbox.deployment.devui;

import java.util.List;
import java.util.Optional;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;

/** What the build has found, as the page of the Dev UI shows it. */
record FoundAtBuild(List<Endpoint> endpoints, List<Template> templates, List<Publisher> publishers) {

    /** @param groups the templates of the groups that its connections join, each with when they do */
    record Endpoint(String type, String path, List<JoinedGroup> groups, List<Request> events) {
    }

    record JoinedGroup(String template, String join) {
    }

    /** @param data and the reply: empty if there is none */
    record Request(String event, String method, String data, String reply) {
    }

    record Template(String template, List<String> endpoints, boolean membersPublish, List<Message> messages) {
    }

    record Message(String event, String payload, String publisher, boolean stored) {
    }

    record Publisher(String type, String template, List<Message> messages) {
    }

    static FoundAtBuild of(Optional<ContractBuildItem> contract, List<PublisherBuildItem> publishers) {
        return new FoundAtBuild(
                contract.map(found -> found.endpoints().stream().map(each -> endpoint(found, each)).toList()).orElse(List.of()),
                contract.map(found -> found.groups().stream().map(FoundAtBuild::template).toList()).orElse(List.of()),
                publishers.stream().map(FoundAtBuild::publisher).toList());
    }

    private static Endpoint endpoint(ContractBuildItem contract, ContractBuildItem.Endpoint endpoint) {
        List<JoinedGroup> groups = contract.groupsOf(endpoint).stream().flatMap(each -> each.members().stream()
                .filter(member -> member.endpoint() == endpoint)
                .map(member -> new JoinedGroup(each.template().value(), member.join().name()))).toList();
        return new Endpoint(name(endpoint.type()), endpoint.path(), groups,
                endpoint.requests().stream().map(FoundAtBuild::request).toList());
    }

    private static Request request(ContractBuildItem.Request request) {
        return new Request(request.event(), request.method().name(), request.data().map(FoundAtBuild::name).orElse(""),
                request.reply().map(FoundAtBuild::name).orElse(""));
    }

    private static Template template(ContractBuildItem.Groups groups) {
        return new Template(groups.template().value(),
                groups.members().stream().map(member -> name(member.endpoint().type())).toList(), groups.membersPublish(),
                groups.messages().stream().map(each -> new Message(each.event(), name(each.payload()), name(each.publisher()),
                        each.stored())).toList());
    }

    private static Publisher publisher(PublisherBuildItem publisher) {
        String type = name(publisher.publisher());
        return new Publisher(type, publisher.template().value(), publisher.methods().stream()
                .map(each -> new Message(each.event(), name(each.payload()), type, each.saveHistory())).toList());
    }

    private static String name(ClassInfo type) {
        return type.name().withoutPackagePrefix();
    }

    private static String name(Type type) {
        return type.toString().replaceAll("[\\w$]+\\.", "");
    }
}
