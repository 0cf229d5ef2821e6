package io.quarkiverse.channelbox.deployment;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.jandex.DotName;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem.Argument;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem.EventMethod;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkiverse.channelbox.deployment.items.RefusedEndpointBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.websockets.next.deployment.WebSocketEndpointBuildItem;

/** Checks the methods for events against the endpoints. */
class EventValidationProcessor {

    @BuildStep
    void validateEvents(List<EventEndpointBuildItem> eventEndpoints, List<WebSocketEndpointBuildItem> webSocketEndpoints,
            List<RefusedEndpointBuildItem> refused, BuildProducer<GroupProblemBuildItem> problems) {
        Map<DotName, WebSocketEndpointBuildItem> endpoints = Endpoints.ofServer(webSocketEndpoints);
        for (EventEndpointBuildItem endpoint : eventEndpoints) {
            WebSocketEndpointBuildItem webSocket = endpoints.get(endpoint.endpoint().name());
            if (Endpoints.isRefused(endpoint.endpoint(), refused)) {
                continue;
            }
            for (EventMethod method : endpoint.methods()) {
                if (webSocket == null) {
                    problems.produce(problem(method, "is on a class that is no bean, so that there is no such endpoint; is it"
                            + " abstract, an interface or excluded? Put @WebSocket on the class itself"));
                } else {
                    checkPath(method, Endpoints.pathParameters(webSocket.path), problems);
                }
            }
        }
    }

    private static void checkPath(EventMethod method, Set<String> known, BuildProducer<GroupProblemBuildItem> problems) {
        for (Argument argument : method.arguments()) {
            if (argument instanceof Argument.PathParameter parameter && !known.contains(parameter.name())) {
                problems.produce(problem(method, "wants the path parameter '" + parameter.name() + "', but the path of the"
                        + " endpoint has " + (known.isEmpty() ? "none" : known) + "; add {" + parameter.name()
                        + "} to the path, or name another one: @PathParam(\"name\")"));
            }
        }
    }

    private static GroupProblemBuildItem problem(EventMethod method, String problemAndCure) {
        return new GroupProblemBuildItem(EventMethodReader.problem(method.event(), method.method(), problemAndCure));
    }
}
