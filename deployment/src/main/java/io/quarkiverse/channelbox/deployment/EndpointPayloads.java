package io.quarkiverse.channelbox.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.jboss.jandex.WildcardType;

import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;

/** What the callbacks of an endpoint take and return: its own, and those that it inherits, whose type variables it decides. */
final class EndpointPayloads {

    private static final Set<DotName> TAKING = Set.of(Names.ON_TEXT, Names.ON_BINARY);
    private static final Set<DotName> RETURNING = Set.of(Names.ON_OPEN, Names.ON_PING, Names.ON_PONG,
            DotName.createSimple(OnClose.class), DotName.createSimple(OnError.class));

    private final IndexView index;
    private final List<Type> taken = new ArrayList<>();
    private final Map<MethodInfo, Type> returned = new LinkedHashMap<>();

    private EndpointPayloads(IndexView index) {
        this.index = index;
    }

    static EndpointPayloads of(ClassInfo endpoint, IndexView index) {
        EndpointPayloads payloads = new EndpointPayloads(index);
        payloads.read(endpoint, TypeVariables.none());
        return payloads;
    }

    List<Type> taken() {
        return taken;
    }

    /** By callback; also those that return nothing. */
    Map<MethodInfo, Type> returned() {
        return returned;
    }

    /** @param variables of the class */
    private void read(ClassInfo type, TypeVariables variables) {
        for (MethodInfo method : type.methods()) {
            boolean taking = TAKING.stream().anyMatch(method::hasDeclaredAnnotation);
            if (taking) {
                method.parameters().stream().filter(parameter -> !parameter.hasDeclaredAnnotation(Names.PATH_PARAM))
                        .map(MethodParameterInfo::type).filter(each -> !each.name().equals(Names.CONTINUATION))
                        .forEach(each -> taken.add(variables.resolve(each)));
            }
            if (taking || RETURNING.stream().anyMatch(method::hasDeclaredAnnotation)) {
                returned.put(method, variables.resolve(returned(method)));
            }
        }
        above(type.superClassType(), variables);
        type.interfaceTypes().forEach(each -> above(each, variables));
    }

    /** Of a suspending function of Kotlin what its continuation takes, a {@code Continuation<? super Reply>}. */
    private static Type returned(MethodInfo method) {
        for (Type parameter : method.parameterTypes()) {
            if (parameter.name().equals(Names.CONTINUATION) && parameter instanceof ParameterizedType continuation
                    && continuation.arguments().get(0) instanceof WildcardType reply && reply.superBound() != null) {
                return reply.superBound();
            }
        }
        return method.returnType();
    }

    private void above(Type type, TypeVariables variables) {
        ClassInfo above = type == null || type.name().equals(DotName.OBJECT_NAME) ? null : index.getClassByName(type.name());
        if (above != null) {
            read(above, variables.of(type, above));
        }
    }
}
