package io.quarkiverse.channelbox.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.jandex.ArrayType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.jboss.jandex.TypeVariable;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;

/** What the callbacks of an endpoint take and return: its own, and those that it inherits, whose type variables it decides. */
final class EndpointPayloads {

    private static final Set<DotName> TAKING = Set.of(DotName.createSimple(OnTextMessage.class),
            DotName.createSimple(OnBinaryMessage.class));
    private static final Set<DotName> RETURNING = Set.of(DotName.createSimple(OnOpen.class),
            DotName.createSimple(OnClose.class), DotName.createSimple(OnError.class), DotName.createSimple(OnPingMessage.class),
            DotName.createSimple(OnPongMessage.class));
    private static final DotName PATH_PARAM = DotName.createSimple(PathParam.class);

    private final IndexView index;
    private final List<Type> taken = new ArrayList<>();
    private final Map<MethodInfo, Type> returned = new LinkedHashMap<>();

    private EndpointPayloads(IndexView index) {
        this.index = index;
    }

    static EndpointPayloads of(ClassInfo endpoint, IndexView index) {
        EndpointPayloads payloads = new EndpointPayloads(index);
        payloads.read(endpoint, Map.of());
        return payloads;
    }

    List<Type> taken() {
        return taken;
    }

    /** By callback; also those that return nothing. */
    Map<MethodInfo, Type> returned() {
        return returned;
    }

    /** @param variables what the type variables of the class are */
    private void read(ClassInfo type, Map<String, Type> variables) {
        for (MethodInfo method : type.methods()) {
            boolean taking = TAKING.stream().anyMatch(method::hasDeclaredAnnotation);
            if (taking) {
                method.parameters().stream().filter(parameter -> !parameter.hasDeclaredAnnotation(PATH_PARAM))
                        .map(MethodParameterInfo::type).forEach(each -> taken.add(resolved(each, variables)));
            }
            if (taking || RETURNING.stream().anyMatch(method::hasDeclaredAnnotation)) {
                returned.put(method, resolved(method.returnType(), variables));
            }
        }
        above(type.superClassType(), variables);
        type.interfaceTypes().forEach(each -> above(each, variables));
    }

    private void above(Type type, Map<String, Type> variables) {
        ClassInfo above = type == null || type.name().equals(DotName.OBJECT_NAME) ? null : index.getClassByName(type.name());
        if (above != null) {
            Map<String, Type> theirs = new HashMap<>();
            if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
                List<Type> arguments = type.asParameterizedType().arguments();
                for (int i = 0; i < arguments.size(); i++) {
                    theirs.put(above.typeParameters().get(i).identifier(), resolved(arguments.get(i), variables));
                }
            }
            read(above, theirs);
        }
    }

    private static Type resolved(Type type, Map<String, Type> variables) {
        if (type instanceof TypeVariable variable) {
            return variables.getOrDefault(variable.identifier(), type);
        }
        if (type instanceof ParameterizedType generic) {
            return ParameterizedType.create(generic.name(),
                    generic.arguments().stream().map(each -> resolved(each, variables)).toArray(Type[]::new), generic.owner());
        }
        return type instanceof ArrayType array
                ? ArrayType.create(resolved(array.constituent(), variables), array.dimensions())
                : type;
    }
}
