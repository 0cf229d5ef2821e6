package io.quarkiverse.channelbox.deployment.contract;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.channelbox.deployment.contract.JacksonProperties.Property;

/**
 * What may be null. By itself everything may that is no primitive; annotations say otherwise, whosever they are: those of
 * JSpecify, of bean validation, and those that the Kotlin compiler leaves in the class file only.
 */
final class Nullness {

    private static final Set<String> NEVER = Set.of("NonNull", "Nonnull", "NotNull", "NotEmpty", "NotBlank");
    private static final Set<String> PERHAPS = Set.of("Nullable", "CheckForNull");
    /** What is null in the JSON if it is empty. */
    private static final Set<Class<?>> OPTIONALS = Set.of(Optional.class, OptionalInt.class, OptionalLong.class,
            OptionalDouble.class);
    private static final DotName MARKED = DotName.createSimple("org.jspecify.annotations.NullMarked");
    private static final DotName UNMARKED = DotName.createSimple("org.jspecify.annotations.NullUnmarked");

    private final IndexView index;

    Nullness(IndexView index) {
        this.index = index;
    }

    boolean mayBeNull(Property property) {
        if (property.type().isPrimitive()) {
            return false;
        }
        if (OPTIONALS.contains(property.type().getRawClass())) {
            return true;
        }
        ClassInfo declaring = index.getClassByName(property.declaring());
        if (declaring == null) {
            return true;
        }
        List<String> annotations = annotations(declaring, property.field())
                .map(annotation -> annotation.name().withoutPackagePrefix()).toList();
        return annotations.stream().anyMatch(PERHAPS::contains)
                || annotations.stream().noneMatch(NEVER::contains) && !isMarked(declaring);
    }

    /** Those of the field, and of its getter or the accessor of the component. */
    private static Stream<AnnotationInstance> annotations(ClassInfo declaring, String name) {
        String capitalized = TypeNames.capitalized(name);
        FieldInfo field = declaring.field(name);
        Stream<AnnotationInstance> ofField = field == null ? Stream.empty()
                : Stream.of(field.declaredAnnotations(), field.type().annotations()).flatMap(Collection::stream);
        return Stream.concat(ofField, Stream.of(name, "get" + capitalized, "is" + capitalized)
                .map(getter -> declaring.method(getter)).filter(method -> method != null).flatMap(Nullness::annotations));
    }

    private static Stream<AnnotationInstance> annotations(MethodInfo getter) {
        return Stream.of(getter.declaredAnnotations(), getter.returnType().annotations()).flatMap(Collection::stream);
    }

    private boolean isMarked(ClassInfo type) {
        if (type.hasDeclaredAnnotation(MARKED) || type.hasDeclaredAnnotation(UNMARKED)) {
            return type.hasDeclaredAnnotation(MARKED);
        }
        ClassInfo around = type.enclosingClass() == null ? null : index.getClassByName(type.enclosingClass());
        if (around != null) {
            return isMarked(around);
        }
        ClassInfo ofPackage = index.getClassByName(DotName.createSimple(type.name().packagePrefix() + ".package-info"));
        return ofPackage != null && ofPackage.hasDeclaredAnnotation(MARKED);
    }
}
