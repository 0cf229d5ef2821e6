package io.quarkiverse.channelbox.deployment;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem.EventMethod;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.websockets.next.InboundProcessingMode;

/** Finds the methods that are annotated with {@code @OnEvent}, on endpoints and on what they extend. */
class EventScanProcessor {

    @BuildStep
    void scanEvents(CombinedIndexBuildItem combined, BuildProducer<EventEndpointBuildItem> endpoints,
            BuildProducer<GroupProblemBuildItem> problems) {
        IndexView index = combined.getIndex();
        Set<String> found = new LinkedHashSet<>();
        Set<DotName> handling = new HashSet<>();
        for (AnnotationInstance webSocket : index.getAnnotations(Endpoints.WEB_SOCKET)) {
            ClassInfo endpoint = webSocket.target().asClass();
            List<ClassInfo> hierarchy = Endpoints.hierarchy(endpoint, index);
            hierarchy.forEach(each -> handling.add(each.name()));
            Map<String, EventMethod> methods = new LinkedHashMap<>();
            Set<String> wrong = new LinkedHashSet<>();
            for (MethodInfo method : annotatedMethods(hierarchy)) {
                read(endpoint, method, methods, wrong);
            }
            found.addAll(wrong);
            if (!methods.isEmpty() && wrong.isEmpty()) {
                endpoints.produce(item(webSocket, endpoint, methods));
            }
        }
        strayMethods(index, handling, found);
        found.forEach(problem -> problems.produce(new GroupProblemBuildItem(problem)));
    }

    /**
     * Of methods that override each other the lowest that is annotated. Where one overrides a generic one, the compiler adds
     * another one with the annotation, which overrides it.
     */
    private static List<MethodInfo> annotatedMethods(List<ClassInfo> hierarchy) {
        Map<String, MethodInfo> methods = new LinkedHashMap<>();
        for (ClassInfo each : hierarchy) {
            for (MethodInfo method : each.methods()) {
                if (method.hasDeclaredAnnotation(Names.ON_EVENT)) {
                    methods.putIfAbsent(method.name() + method.descriptor(), method);
                }
            }
        }
        return methods.values().stream().filter(method -> !method.isSynthetic()).toList();
    }

    private static void read(ClassInfo endpoint, MethodInfo method, Map<String, EventMethod> methods, Set<String> problems) {
        EventMethodReader reader = new EventMethodReader(endpoint, method,
                method.declaredAnnotation(Names.ON_EVENT).value().asString());
        EventMethod read = reader.read();
        problems.addAll(reader.problems());
        EventMethod other = methods.putIfAbsent(read.event(), read);
        if (other != null) {
            problems.add(reader.problem("handles the event that " + EventMethodReader.name(other.method())
                    + " handles, too; rename one of the events"));
        }
    }

    private static EventEndpointBuildItem item(AnnotationInstance webSocket, ClassInfo endpoint,
            Map<String, EventMethod> methods) {
        AnnotationValue mode = webSocket.value("inboundProcessingMode");
        return new EventEndpointBuildItem(endpoint, Endpoints.id(webSocket),
                mode == null || InboundProcessingMode.valueOf(mode.asEnum()) == InboundProcessingMode.SERIAL,
                List.copyOf(methods.values()));
    }

    /** An abstract class may be made for endpoints that are elsewhere. */
    private static void strayMethods(IndexView index, Set<DotName> handling, Set<String> problems) {
        for (AnnotationInstance annotation : index.getAnnotations(Names.ON_EVENT)) {
            if (annotation.target().kind() == AnnotationTarget.Kind.METHOD) {
                MethodInfo method = annotation.target().asMethod();
                ClassInfo declaring = method.declaringClass();
                if (!handling.contains(declaring.name()) && (declaring.isInterface() || !declaring.isAbstract())) {
                    problems.add(EventMethodReader.problem(annotation.value().asString(), method,
                            "is not on an endpoint; move it to a class with @WebSocket(path = \"...\"), or to a class that such"
                                    + " a class extends"));
                }
            }
        }
    }
}
