package io.quarkiverse.channelbox.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.jandex.DotName;
import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem.AnnotatedGroup;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkiverse.channelbox.deployment.items.RefusedEndpointBuildItem;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Part;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Placeholder;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Source;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.websockets.next.deployment.WebSocketEndpointBuildItem;

/** Checks the templates against the endpoints, and reports everything that is wrong at once. */
class GroupValidationProcessor {

    private static final Logger LOG = Logger.getLogger(GroupValidationProcessor.class);

    @BuildStep
    void validateGroups(List<GroupEndpointBuildItem> groupEndpoints, List<WebSocketEndpointBuildItem> webSocketEndpoints,
            List<RefusedEndpointBuildItem> refused, Capabilities capabilities,
            BuildProducer<GroupProblemBuildItem> problems) {
        Map<DotName, WebSocketEndpointBuildItem> endpoints = Endpoints.ofServer(webSocketEndpoints);
        boolean security = capabilities.isPresent(Capability.SECURITY);
        for (GroupEndpointBuildItem endpoint : groupEndpoints) {
            WebSocketEndpointBuildItem webSocket = endpoints.get(endpoint.endpoint().name());
            if (Endpoints.isRefused(endpoint.endpoint(), refused)) {
                continue;
            }
            for (AnnotatedGroup group : endpoint.groups()) {
                String template = group.template().value();
                for (String problem : webSocket == null
                        ? List.of("is on a class that is no bean, so that there is no such endpoint; is it abstract,"
                                + " an interface or excluded? Put @WebSocket and @ChannelGroup on the class itself")
                        : problems(group, webSocket.path, security)) {
                    problems.produce(new GroupProblemBuildItem(Problems.of(endpoint.endpoint(), template, problem)));
                }
            }
        }
    }

    /** The members of an annotation are settings of the groups with such names, so that there is one set of them. */
    @BuildStep
    void validateSettings(List<GroupEndpointBuildItem> groupEndpoints, BuildProducer<GroupProblemBuildItem> problems) {
        Map<String, AnnotatedGroup> first = new HashMap<>();
        Map<String, DotName> firstEndpoint = new HashMap<>();
        for (GroupEndpointBuildItem endpoint : groupEndpoints) {
            for (AnnotatedGroup group : endpoint.groups()) {
                String shape = TemplateNames.shape(group.template());
                AnnotatedGroup other = first.putIfAbsent(shape, group);
                DotName otherEndpoint = firstEndpoint.putIfAbsent(shape, endpoint.endpoint().name());
                if (other != null && !other.hasMembersOf(group)) {
                    problems.produce(new GroupProblemBuildItem(Problems.of(endpoint.endpoint(), group.template().value(),
                            "has other expires, history or payloadType than "
                                    + (other.template().value().equals(group.template().value()) ? "the one"
                                            : "@ChannelGroup(\"" + other.template() + "\")")
                                    + " on " + otherEndpoint + "; they are the same groups: make the members the same")));
                }
            }
        }
    }

    /** Its groups are those of all the others, too. */
    @BuildStep
    void validateReach(List<GroupEndpointBuildItem> groupEndpoints, BuildProducer<GroupProblemBuildItem> problems) {
        TemplateOverlaps.warnings(groupEndpoints).forEach(LOG::warn);
        for (GroupEndpointBuildItem endpoint : groupEndpoints) {
            for (AnnotatedGroup group : endpoint.groups()) {
                if (TemplateNames.matchesEveryName(group.template())) {
                    String everything = "matches the name of every group, also of those that it is not meant for";
                    String cure = "; begin it with some text, as in \"room-" + group.template() + "\"";
                    if (group.isUpToClients()) {
                        problems.produce(new GroupProblemBuildItem(Problems.of(endpoint.endpoint(), group.template().value(),
                                everything + ", and lets clients join or publish there" + cure)));
                    } else {
                        LOG.warn(Problems.of(endpoint.endpoint(), group.template().value(), everything + cure));
                    }
                }
            }
        }
    }

    @BuildStep
    void reportProblems(List<GroupProblemBuildItem> problems, BuildProducer<ValidationErrorBuildItem> errors) {
        for (GroupProblemBuildItem problem : problems) {
            errors.produce(new ValidationErrorBuildItem(new GroupDefinitionException(problem.message())));
        }
    }

    private static List<String> problems(AnnotatedGroup group, String path, boolean security) {
        Set<String> pathParameters = Endpoints.pathParameters(path);
        List<String> problems = new ArrayList<>();
        Part before = null;
        for (int i = 0; i < group.template().parts().size(); i++) {
            Part part = group.template().parts().get(i);
            if (part instanceof Placeholder placeholder) {
                String where = "at position " + placeholder.position();
                group.template().separatorAfter(i).filter(separator -> !canSeparate(separator))
                        .ifPresent(separator -> problems.add(where + ": values may have '" + separator
                                + "' in them, also where they are escaped; separate them by something else, as in {a}:{b}"));
                if (before instanceof Placeholder) {
                    problems.add(where + ": two placeholders without text between them would give the same group to"
                            + " different values; put a separator between them, as in {a}:{b}: it is escaped in the values");
                }
                if (placeholder.source() == Source.PATH && !pathParameters.contains(placeholder.name())
                        && group.join() == ChannelGroup.JoinMode.ON_OPEN) {
                    problems.add(
                            where + ": the path " + Endpoints.asWritten(path) + " of the endpoint has no parameter '"
                                    + placeholder.name()
                                    + "'; " + (pathParameters.isEmpty()
                                            ? "it has none: add {" + placeholder.name() + "} to the path, use {query:"
                                                    + placeholder.name() + "}, or let clients join with join = ON_REQUEST"
                                            : "it has " + pathParameters));
                }
                if (placeholder.isUser()) {
                    problems.addAll(userProblems(where, pathParameters, security));
                }
            }
            before = part;
        }
        return problems;
    }

    private static boolean canSeparate(String separator) {
        try {
            GroupNames.escape("", separator);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> userProblems(String where, Set<String> pathParameters, boolean security) {
        List<String> problems = new ArrayList<>();
        if (!security) {
            problems.add(where + ": {user} is the authenticated user, but the application has no security extension;"
                    + " add one, for instance quarkus-oidc or quarkus-elytron-security-properties-file");
        }
        if (pathParameters.contains("user")) {
            problems.add(where + ": {user} is the authenticated user, not the path parameter 'user';"
                    + " give the path parameter another name");
        }
        return problems;
    }
}
