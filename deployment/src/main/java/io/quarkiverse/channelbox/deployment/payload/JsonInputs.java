package io.quarkiverse.channelbox.deployment.payload;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;

/** What Jackson gives an object that it makes: what constructors, factories, setters and the methods of builders take. */
final class JsonInputs {

    private static final DotName JSON_IGNORE = DotName.createSimple(JsonIgnore.class);
    private static final DotName CREATOR = DotName.createSimple(JsonCreator.class);
    private static final DotName BUILDER = DotName.createSimple(JsonPOJOBuilder.class);
    private static final DotName CONSTRUCTOR_PROPERTIES = DotName.createSimple("java.beans.ConstructorProperties");

    private JsonInputs() {
    }

    static Stream<Type> of(ClassInfo type) {
        List<MethodInfo> constructors = type.constructors();
        Set<String> prefixes = prefixes(type);
        return type.methods().stream().filter(method -> !method.isSynthetic() && !method.hasDeclaredAnnotation(JSON_IGNORE))
                .filter(method -> method.isConstructor() ? isCreator(method, constructors) : isInput(method, prefixes))
                .flatMap(method -> method.parameterTypes().stream());
    }

    /** An only constructor that is public needs no annotation: Jackson knows the names of parameters. */
    private static boolean isCreator(MethodInfo constructor, List<MethodInfo> all) {
        return constructor.hasDeclaredAnnotation(CONSTRUCTOR_PROPERTIES) || isAnnotated(constructor)
                || all.size() == 1 && Modifier.isPublic(constructor.flags());
    }

    private static boolean isInput(MethodInfo method, Set<String> prefixes) {
        if (Modifier.isStatic(method.flags())) {
            return method.hasDeclaredAnnotation(CREATOR);
        }
        return isAnnotated(method) || method.parametersCount() == 1 && prefixes.stream().anyMatch(method.name()::startsWith);
    }

    private static boolean isAnnotated(MethodInfo method) {
        return method.annotations().stream().anyMatch(PayloadHierarchy::isOfJackson);
    }

    /** Of setters; builders have {@code with} as well, or what they say. */
    private static Set<String> prefixes(ClassInfo type) {
        AnnotationInstance builder = type.declaredAnnotation(BUILDER);
        AnnotationValue prefix = builder == null ? null : builder.value("withPrefix");
        return prefix == null ? Set.of("set", "with") : Set.of("set", prefix.asString());
    }
}
