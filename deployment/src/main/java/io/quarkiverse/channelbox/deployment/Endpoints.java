package io.quarkiverse.channelbox.deployment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import io.quarkiverse.channelbox.deployment.items.RefusedEndpointBuildItem;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.deployment.WebSocketEndpointBuildItem;

/** What WebSockets Next says of endpoints. */
public final class Endpoints {

    static final DotName WEB_SOCKET = DotName.createSimple(WebSocket.class);

    private static final Pattern PATH_PARAMETER = Pattern.compile(":([A-Za-z0-9_]+)");

    private Endpoints() {
    }

    /** @param webSocket the annotation of a class */
    static String id(AnnotationInstance webSocket) {
        AnnotationValue id = webSocket.value("endpointId");
        return id == null ? webSocket.target().asClass().name().toString() : id.asString();
    }

    /** From the endpoint up, without {@code Object}. */
    static List<ClassInfo> hierarchy(ClassInfo endpoint, IndexView index) {
        List<ClassInfo> hierarchy = new ArrayList<>();
        for (ClassInfo each = endpoint; each != null && !each.name().equals(DotName.OBJECT_NAME);) {
            hierarchy.add(each);
            each = each.superName() == null ? null : index.getClassByName(each.superName());
        }
        return hierarchy;
    }

    /** Whether an endpoint has a method with the annotation, or inherits one. */
    static boolean hasMethod(List<ClassInfo> hierarchy, DotName annotation) {
        return hierarchy.stream().anyMatch(each -> each.annotationsMap().containsKey(annotation));
    }

    /** Those of the server, by the class. */
    public static Map<DotName, WebSocketEndpointBuildItem> ofServer(List<WebSocketEndpointBuildItem> endpoints) {
        return endpoints.stream().filter(WebSocketEndpointBuildItem::isServer)
                .collect(Collectors.toMap(WebSocketEndpointBuildItem::beanClassName, Function.identity()));
    }

    /** Whether it has been said what is wrong with it. */
    static boolean isRefused(ClassInfo endpoint, List<RefusedEndpointBuildItem> refused) {
        return refused.stream().anyMatch(each -> each.endpoint().name().equals(endpoint.name()));
    }

    /** @param path in Vert.x' syntax: {@code /chat/:room} */
    static Set<String> pathParameters(String path) {
        Set<String> names = new LinkedHashSet<>();
        for (Matcher matcher = PATH_PARAMETER.matcher(path); matcher.find();) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** The path with the placeholders of {@code @WebSocket}. */
    public static String asWritten(String path) {
        return PATH_PARAMETER.matcher(path).replaceAll("{$1}");
    }

    /**
     * Whether a class is in the class loader of the application, of which another one is generated.
     *
     * @param generated its binary name
     * @param suffix that it has after the name of the class
     */
    static boolean isOfApplication(String generated, String suffix) {
        String name = generated.replace('/', '.');
        return QuarkusClassLoader
                .isApplicationClass(name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name);
    }
}
