package io.quarkiverse.channelbox.deployment;

import java.util.List;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.gizmo2.Jandex2Gizmo;

import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.arc.processor.DotNames;
import io.quarkus.gizmo2.creator.AnnotatableCreator;

/**
 * What annotations on a publisher and its methods say to the container (scopes, qualifiers, interceptors, security), they have
 * to say on the bean that is generated: nothing is inherited from interfaces.
 */
final class PublisherAnnotations {

    /** Some of them are bindings only by what the build of their extension says. */
    private static final List<String> OF_THE_CONTAINER = List.of("jakarta.annotation.security.", "jakarta.enterprise.",
            "jakarta.inject.", "jakarta.transaction.", "io.quarkus.security.", "io.quarkus.arc.", "io.quarkus.cache.",
            "io.micrometer.core.annotation.", "io.opentelemetry.instrumentation.annotations.",
            "io.smallrye.faulttolerance.api.", "org.eclipse.microprofile.");
    private static final Set<DotName> META = Set.of(DotNames.INTERCEPTOR_BINDING, DotNames.QUALIFIER, DotNames.STEREOTYPE,
            DotNames.NORMAL_SCOPE, DotNames.SCOPE);

    private final IndexView index;

    PublisherAnnotations(IndexView index) {
        this.index = index;
    }

    boolean hasScope(ClassInfo publisher) {
        return publisher.declaredAnnotations().stream().anyMatch(annotation -> BuiltinScope.from(annotation.name()) != null
                || isMeta(annotation, DotNames.NORMAL_SCOPE) || isMeta(annotation, DotNames.SCOPE));
    }

    void copy(ClassInfo publisher, AnnotatableCreator bean) {
        copy(publisher.declaredAnnotations(), bean);
    }

    void copy(MethodInfo method, AnnotatableCreator creator) {
        copy(method.declaredAnnotations().stream().filter(each -> each.target().kind() == AnnotationTarget.Kind.METHOD)
                .toList(), creator);
    }

    private void copy(List<AnnotationInstance> annotations, AnnotatableCreator creator) {
        annotations.stream().filter(this::isOfTheContainer)
                .forEach(annotation -> Jandex2Gizmo.addAnnotation(creator, annotation, index));
    }

    private boolean isOfTheContainer(AnnotationInstance annotation) {
        return annotation.runtimeVisible() && (OF_THE_CONTAINER.stream().anyMatch(annotation.name().toString()::startsWith)
                || META.stream().anyMatch(meta -> isMeta(annotation, meta)));
    }

    private boolean isMeta(AnnotationInstance annotation, DotName meta) {
        ClassInfo type = index.getClassByName(annotation.name());
        return type != null && type.hasDeclaredAnnotation(meta);
    }
}
