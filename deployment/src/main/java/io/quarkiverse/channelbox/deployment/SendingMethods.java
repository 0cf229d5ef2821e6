package io.quarkiverse.channelbox.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.Argument;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.PublisherMethod;
import io.quarkiverse.channelbox.deployment.payload.SentBy;

/** The methods of the application that send: of publishers what they are called with, of endpoints what they return. */
final class SendingMethods {

    private SendingMethods() {
    }

    static List<SentBy> of(List<PublisherBuildItem> publishers, List<EventEndpointBuildItem> eventEndpoints,
            Collection<EndpointPayloads> endpoints) {
        List<SentBy> methods = new ArrayList<>();
        publishers.forEach(publisher -> publisher.methods().forEach(each -> methods.add(
                sent(publisher.publisher().name().toString('/'), each.method(), argument(each), each.payload()))));
        eventEndpoints.stream().flatMap(endpoint -> endpoint.methods().stream())
                .filter(each -> !isSuspending(each.method()))
                .forEach(each -> methods.add(returned(each.method(), each.reply().orElse(each.method().returnType()))));
        endpoints.forEach(each -> each.returned().entrySet().stream().filter(entry -> !isSuspending(entry.getKey()))
                .forEach(entry -> methods.add(returned(entry.getKey(), entry.getValue()))));
        return methods;
    }

    private static int argument(PublisherMethod method) {
        for (int i = 0; i < method.arguments().size(); i++) {
            if (method.arguments().get(i) instanceof Argument.Payload) {
                return i;
            }
        }
        throw new IllegalArgumentException("no payload: " + method.method());
    }

    /** Of Kotlin: the class file says {@code Object} of whatever it returns. */
    private static boolean isSuspending(MethodInfo method) {
        return method.parameterTypes().stream().anyMatch(type -> type.name().equals(Names.CONTINUATION));
    }

    private static SentBy returned(MethodInfo method, Type type) {
        return sent(method.declaringClass().name().toString('/'), method, SentBy.RESULT, type);
    }

    private static SentBy sent(String owner, MethodInfo method, int argument, Type type) {
        return new SentBy(owner, method.name(), method.descriptor(), argument, TypeSignatures.of(type));
    }
}
