package io.quarkiverse.channelbox.deployment;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jboss.jandex.ArrayType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.jboss.jandex.WildcardType;

/** The type variables of a class, as they are seen from a class or an interface below it. */
final class TypeVariables {

    private final Map<String, Type> types;

    private TypeVariables(Map<String, Type> types) {
        this.types = types;
    }

    /** Of a class that nobody has given any types. */
    static TypeVariables none() {
        return new TypeVariables(Map.of());
    }

    /** @param superType as the class below it, whose variables these are, names it */
    TypeVariables of(Type superType, ClassInfo superClass) {
        if (superType.kind() != Type.Kind.PARAMETERIZED_TYPE) {
            return none();
        }
        List<Type> arguments = superType.asParameterizedType().arguments();
        return new TypeVariables(IntStream.range(0, arguments.size()).boxed().collect(Collectors.toMap(
                i -> superClass.typeParameters().get(i).identifier(), i -> resolve(arguments.get(i)))));
    }

    /** The type with what is known of its variables. */
    Type resolve(Type type) {
        return switch (type.kind()) {
            case TYPE_VARIABLE -> types.getOrDefault(type.asTypeVariable().identifier(), type);
            case PARAMETERIZED_TYPE -> ParameterizedType.create(type.name(),
                    type.asParameterizedType().arguments().stream().map(this::resolve).toArray(Type[]::new),
                    type.asParameterizedType().owner());
            case ARRAY -> ArrayType.create(resolve(type.asArrayType().constituent()), type.asArrayType().dimensions());
            case WILDCARD_TYPE -> type.asWildcardType().superBound() != null
                    ? WildcardType.createLowerBound(resolve(type.asWildcardType().superBound()))
                    : WildcardType.createUpperBound(resolve(type.asWildcardType().extendsBound()));
            default -> type;
        };
    }

    /** Whether a type is not known, or a part of it. */
    static boolean isIn(Type type) {
        return switch (type.kind()) {
            case TYPE_VARIABLE, TYPE_VARIABLE_REFERENCE, UNRESOLVED_TYPE_VARIABLE -> true;
            case PARAMETERIZED_TYPE -> type.asParameterizedType().arguments().stream().anyMatch(TypeVariables::isIn);
            case ARRAY -> isIn(type.asArrayType().constituent());
            case WILDCARD_TYPE -> isIn(type.asWildcardType().extendsBound());
            default -> false;
        };
    }
}
