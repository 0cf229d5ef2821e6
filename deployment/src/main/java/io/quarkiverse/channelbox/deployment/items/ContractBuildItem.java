package io.quarkiverse.channelbox.deployment.items;

import java.util.List;
import java.util.Optional;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkus.builder.item.SimpleBuildItem;

/**
 * What the application and its clients say to each other: who sends what, where. It is there if the application has groups or
 * handles events.
 */
public final class ContractBuildItem extends SimpleBuildItem {

    /**
     * An endpoint, with what its clients may request.
     *
     * @param path with the placeholders of {@code @WebSocket}
     */
    public record Endpoint(ClassInfo type, String path, List<Request> requests) {
    }

    /**
     * What a client sends as an event to its endpoint.
     *
     * @param data empty if the method takes none
     * @param reply empty if there is nothing in it
     */
    public record Request(String event, MethodInfo method, Optional<Type> data, Optional<Type> reply) {
    }

    /**
     * The groups of one template.
     *
     * @param template as the first endpoint has it
     * @param members the endpoints whose connections join, and when they do
     * @param membersPublish whether clients of any of them may send, too
     */
    public record Groups(GroupTemplate template, List<Members> members, boolean membersPublish, List<Message> messages) {
    }

    /** An endpoint whose connections join a group. */
    public record Members(Endpoint endpoint, JoinMode join) {
    }

    /** What a publisher sends to a group. */
    public record Message(String event, ClassInfo publisher, MethodInfo method, Type payload, boolean stored) {
    }

    private final List<Endpoint> endpoints;
    private final List<Groups> groups;

    public ContractBuildItem(List<Endpoint> endpoints, List<Groups> groups) {
        this.endpoints = List.copyOf(endpoints);
        this.groups = List.copyOf(groups);
    }

    /** Those with groups or events, by the names of their classes. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** By their templates. */
    public List<Groups> groups() {
        return groups;
    }

    /** Those whose members come from the endpoint. */
    public List<Groups> groupsOf(Endpoint endpoint) {
        return groups.stream().filter(each -> each.members().stream().anyMatch(member -> member.endpoint() == endpoint))
                .toList();
    }
}
