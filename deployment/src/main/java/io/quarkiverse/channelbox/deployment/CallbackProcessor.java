package io.quarkiverse.channelbox.deployment;

import java.util.List;
import java.util.Optional;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkiverse.channelbox.deployment.items.RefusedEndpointBuildItem;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;

/**
 * Refuses the endpoints that only push, or only handle events: WebSockets Next wants one of its own methods on each, and reads
 * them from classes that no extension can change. It would fail the build with less to say.
 */
class CallbackProcessor {

    private static final List<DotName> CALLBACKS = List.of(Names.ON_TEXT, Names.ON_BINARY, Names.ON_PING, Names.ON_PONG,
            Names.ON_OPEN);

    @BuildStep
    void refuseEndpointsWithoutCallbacks(CombinedIndexBuildItem combined, BuildProducer<RefusedEndpointBuildItem> refused,
            BuildProducer<GroupProblemBuildItem> problems) {
        IndexView index = combined.getIndex();
        for (AnnotationInstance webSocket : index.getAnnotations(Endpoints.WEB_SOCKET)) {
            ClassInfo endpoint = webSocket.target().asClass();
            refusal(endpoint, index).ifPresent(problem -> {
                refused.produce(new RefusedEndpointBuildItem(endpoint));
                problems.produce(new GroupProblemBuildItem(problem));
            });
        }
    }

    /** It would end the build before anything else that is wrong is known. */
    @BuildStep
    void hideFromWebSocketsNext(List<RefusedEndpointBuildItem> refused, BuildProducer<ExcludedTypeBuildItem> excluded) {
        refused.forEach(each -> excluded.produce(new ExcludedTypeBuildItem(each.endpoint().name().toString())));
    }

    private static Optional<String> refusal(ClassInfo endpoint, IndexView index) {
        List<ClassInfo> hierarchy = Endpoints.hierarchy(endpoint, index);
        boolean hasEvents = Endpoints.hasMethod(hierarchy, Names.ON_EVENT);
        boolean hasGroups = endpoint.hasDeclaredAnnotation(Names.CHANNEL_GROUP)
                || endpoint.hasDeclaredAnnotation(Names.CHANNEL_GROUPS);
        if (endpoint.isAbstract() || !hasEvents && !hasGroups
                || CALLBACKS.stream().anyMatch(callback -> Endpoints.hasMethod(hierarchy, callback))) {
            return Optional.empty();
        }
        return Optional.of(endpoint.name() + (hasEvents ? " has methods with @OnEvent" : " has a @ChannelGroup")
                + ", but none of those that WebSockets Next wants an endpoint to have; add one that does nothing:"
                + " @OnPongMessage void ignore(Buffer data) {}");
    }
}
