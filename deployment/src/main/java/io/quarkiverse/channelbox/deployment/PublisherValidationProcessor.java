package io.quarkiverse.channelbox.deployment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.PublisherMethod;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** Checks the publishers against the endpoints, and against each other. */
class PublisherValidationProcessor {

    /**
     * What nobody can be a member of is a mistake, of the publisher or of the endpoint. An application without endpoints sends
     * to the members of others, through Redis.
     */
    @BuildStep
    void validateTemplates(List<PublisherBuildItem> publishers, List<GroupEndpointBuildItem> endpoints,
            Capabilities capabilities, BuildProducer<GroupProblemBuildItem> problems) {
        if (endpoints.isEmpty() && capabilities.isPresent(Capability.REDIS_CLIENT)) {
            return;
        }
        List<GroupTemplate> templates = endpoints.stream().flatMap(endpoint -> endpoint.groups().stream())
                .map(GroupEndpointBuildItem.AnnotatedGroup::template).toList();
        TreeSet<String> written = new TreeSet<>();
        templates.forEach(template -> written.add(template.value()));
        for (PublisherBuildItem publisher : publishers) {
            if (templates.stream().noneMatch(template -> TemplateNames.makesNamesOf(publisher.template(), template))) {
                problems.produce(problem(publisher, "no endpoint has that template; " + (written.isEmpty()
                        ? "put @ChannelGroup(\"" + publisher.template() + "\") on a @WebSocket class, or share the groups of"
                                + " another application through Redis: add quarkus-redis-client"
                        : "there are " + written + ": take one of them, with the same names in the braces, or put"
                                + " @ChannelGroup(\"" + publisher.template() + "\") on a @WebSocket class")));
            }
        }
    }

    /** Clients tell by the event what they have got. */
    @BuildStep
    void validateEvents(List<PublisherBuildItem> publishers, BuildProducer<GroupProblemBuildItem> problems) {
        Map<String, PublisherMethod> first = new HashMap<>();
        Map<String, PublisherBuildItem> firstPublisher = new HashMap<>();
        for (PublisherBuildItem publisher : publishers) {
            for (PublisherMethod method : publisher.methods()) {
                PublisherMethod other = first.putIfAbsent(method.event(), method);
                PublisherBuildItem otherPublisher = firstPublisher.putIfAbsent(method.event(), publisher);
                if (other != null && !name(other.payload()).equals(name(method.payload()))) {
                    problems.produce(problem(publisher, method.method().name() + "() sends the event '" + method.event()
                            + "' with " + name(method.payload()) + ", but " + otherPublisher.publisher().name() + "#"
                            + other.method().name() + "() sends it with " + name(other.payload())
                            + "; give one of them another name: @Event(\"...\")"));
                }
            }
        }
    }

    /** Without annotations; a primitive is what it is boxed to, since that is what travels. */
    private static String name(Type type) {
        return switch (type.kind()) {
            case PRIMITIVE -> PrimitiveType.box(type.asPrimitiveType()).name().toString();
            case PARAMETERIZED_TYPE -> type.name() + "<" + String.join(", ",
                    type.asParameterizedType().arguments().stream().map(PublisherValidationProcessor::name).toList()) + ">";
            case ARRAY -> name(type.asArrayType().constituent()) + "[]".repeat(type.asArrayType().dimensions());
            default -> type.name().toString();
        };
    }

    private static GroupProblemBuildItem problem(PublisherBuildItem publisher, String problemAndCure) {
        return new GroupProblemBuildItem(
                PublisherMethodReader.problem(publisher.publisher(), publisher.template().value(), problemAndCure));
    }
}
