package io.quarkiverse.channelbox.deployment;

import java.util.stream.Collectors;

import org.jboss.jandex.Type;
import org.jboss.jandex.TypeVariable;
import org.jboss.jandex.WildcardType;

/** Writes types as class files have them, without type variables: these are what bounds them. */
final class TypeSignatures {

    private TypeSignatures() {
    }

    static String of(Type type) {
        return switch (type.kind()) {
            case ARRAY -> "[".repeat(type.asArrayType().deepDimensions()) + of(type.asArrayType().elementType());
            case PARAMETERIZED_TYPE -> name(type) + type.asParameterizedType().arguments().stream()
                    .map(TypeSignatures::argument).collect(Collectors.joining("", "<", ">;"));
            case CLASS -> name(type) + ";";
            case TYPE_VARIABLE -> bound(type.asTypeVariable());
            case PRIMITIVE, VOID -> type.descriptor();
            default -> "Ljava/lang/Object;";
        };
    }

    private static String name(Type type) {
        return "L" + type.name().toString('/');
    }

    private static String argument(Type type) {
        if (type instanceof WildcardType wildcard) {
            return wildcard.superBound() == null ? "+" + of(wildcard.extendsBound()) : "*";
        }
        return of(type);
    }

    /** A variable that is bounded by itself is not followed. */
    private static String bound(TypeVariable variable) {
        return variable.bounds().isEmpty() || variable.bounds().get(0).kind() != Type.Kind.CLASS ? "Ljava/lang/Object;"
                : of(variable.bounds().get(0));
    }
}
