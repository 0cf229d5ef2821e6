package io.quarkiverse.channelbox.deployment;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem.Argument;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem.EventMethod;
import io.quarkiverse.channelbox.runtime.command.EventThread;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Reads one method that is annotated with {@code @OnEvent}, and says what is wrong with it. */
final class EventMethodReader {

    private static final DotName CONNECTION = DotName.createSimple(WebSocketConnection.class);
    private static final DotName HANDSHAKE = DotName.createSimple(HandshakeRequest.class);
    private static final DotName VIRTUAL = DotName.createSimple(RunOnVirtualThread.class);
    private static final DotName BLOCKING = DotName.createSimple(Blocking.class);
    private static final DotName NON_BLOCKING = DotName.createSimple(NonBlocking.class);
    private static final DotName TRANSACTIONAL = DotName.createSimple("jakarta.transaction.Transactional");

    private final ClassInfo endpoint;
    private final MethodInfo method;
    private final String event;
    private final List<String> problems = new ArrayList<>();

    EventMethodReader(ClassInfo endpoint, MethodInfo method, String event) {
        this.endpoint = endpoint;
        this.method = method;
        this.event = event;
    }

    static String name(MethodInfo method) {
        return method.declaringClass().name() + "#" + method.name() + "()";
    }

    static String problem(String event, MethodInfo method, String problemAndCure) {
        return "@OnEvent(\"" + event + "\") on " + name(method) + " " + problemAndCure;
    }

    String problem(String problemAndCure) {
        return problem(event, method, problemAndCure);
    }

    List<String> problems() {
        return problems;
    }

    EventMethod read() {
        if (event.isBlank()) {
            problems.add(problem("has no name; name the event: @OnEvent(\"" + method.name() + "\")"));
        }
        checkReach();
        List<Argument> arguments = new ArrayList<>();
        for (MethodParameterInfo parameter : method.parameters()) {
            arguments.add(argument(parameter, arguments));
        }
        return new EventMethod(event, method, thread(), List.copyOf(arguments), reply());
    }

    /** Generated code in the package of the endpoint calls it. */
    private void checkReach() {
        if (Modifier.isStatic(method.flags())) {
            problems.add(problem("is static; make it a method of the bean"));
        } else if (Modifier.isPrivate(method.flags())) {
            problems.add(problem("is private; remove 'private'"));
        } else if (!Modifier.isPublic(method.flags())
                && !endpoint.name().packagePrefix().equals(method.declaringClass().name().packagePrefix())) {
            problems.add(problem("is in another package than the endpoint " + endpoint.name() + "; make it public"));
        }
    }

    private Argument argument(MethodParameterInfo parameter, List<Argument> before) {
        Type type = parameter.type();
        AnnotationInstance pathParam = parameter.declaredAnnotation(Names.PATH_PARAM);
        if (pathParam != null) {
            if (!type.name().equals(DotName.STRING_NAME)) {
                problems.add(problem(parameter, "has @PathParam and is no String; make it one"));
            }
            String name = pathParam.value() == null ? parameter.name() : pathParam.value().asString();
            if (name == null) {
                problems.add(problem(parameter, "has no name in the class file; write @PathParam(\"name\"), or compile with"
                        + " -parameters"));
            }
            return new Argument.PathParameter(name == null ? "" : name);
        }
        if (type.name().equals(CONNECTION)) {
            return new Argument.Connection();
        }
        if (type.name().equals(HANDSHAKE)) {
            return new Argument.Handshake();
        }
        if (before.stream().anyMatch(Argument.Data.class::isInstance)) {
            problems.add(problem(parameter, "is the second one for the data of the event; let one parameter take all of it (a"
                    + " record, for instance), beside WebSocketConnection, HandshakeRequest and @PathParam String"));
        } else if (TypeVariables.isIn(type)) {
            problems.add(problem(parameter, "is of the type " + type + ", which is not known; override the method with the"
                    + " type and annotate that one"));
        } else if (type.name().toString().startsWith("io.quarkus.websockets.next.")
                || type.name().equals(Names.MULTI) || Names.LATER.contains(type.name())
                || type.name().equals(Names.CONTINUATION)) {
            problems.add(problem(parameter, "is of the type " + type + ", which no data can be decoded to; take the data as it"
                    + " is, and WebSocketConnection, HandshakeRequest or @PathParam String beside it"));
        }
        return new Argument.Data(type);
    }

    private String problem(MethodParameterInfo parameter, String problemAndCure) {
        return problem("cannot be called: its parameter "
                + (parameter.name() == null ? "#" + parameter.position() : "'" + parameter.name() + "'") + " "
                + problemAndCure);
    }

    /** The rules of WebSockets Next. */
    private EventThread thread() {
        ClassInfo declaring = method.declaringClass();
        if (method.hasDeclaredAnnotation(VIRTUAL) || declaring.hasDeclaredAnnotation(VIRTUAL)) {
            return EventThread.VIRTUAL;
        }
        if (method.hasDeclaredAnnotation(BLOCKING)) {
            return EventThread.WORKER;
        }
        if (method.hasDeclaredAnnotation(NON_BLOCKING)) {
            return EventThread.EVENT_LOOP;
        }
        if (method.hasDeclaredAnnotation(TRANSACTIONAL) || declaring.hasDeclaredAnnotation(TRANSACTIONAL)) {
            return EventThread.WORKER;
        }
        return Names.LATER.contains(method.returnType().name()) ? EventThread.EVENT_LOOP : EventThread.WORKER;
    }

    private Optional<Type> reply() {
        Type type = method.returnType();
        if (type.name().equals(Names.MULTI)) {
            problems.add(problem("returns a Multi; there is one reply: return a Uni, and send to a group or the connection what"
                    + " comes later"));
        }
        if (Names.LATER.contains(type.name())) {
            if (type.kind() != Type.Kind.PARAMETERIZED_TYPE) {
                return Optional.empty();
            }
            type = type.asParameterizedType().arguments().get(0);
        }
        return type.kind() == Type.Kind.VOID || type.name().equals(Names.VOID) || TypeVariables.isIn(type) ? Optional.empty()
                : Optional.of(type);
    }
}
