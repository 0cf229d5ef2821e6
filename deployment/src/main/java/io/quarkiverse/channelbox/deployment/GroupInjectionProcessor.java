package io.quarkiverse.channelbox.deployment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem.AnnotatedGroup;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkiverse.channelbox.runtime.CurrentGroup;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** Checks that where a {@code Group} is injected there is one group that it can be. */
class GroupInjectionProcessor {

    private static final DotName GROUP = DotName.createSimple(Group.class);
    private static final DotName CURRENT_GROUP = DotName.createSimple(CurrentGroup.class);
    private static final String CURE = "; inject ChannelBox, and use channelBox.group(name)";

    @BuildStep
    void validateInjectedGroups(ValidationPhaseBuildItem validation, List<GroupEndpointBuildItem> groupEndpoints,
            BuildProducer<GroupProblemBuildItem> problems) {
        Map<DotName, GroupEndpointBuildItem> endpoints = groupEndpoints.stream()
                .collect(Collectors.toMap(endpoint -> endpoint.endpoint().name(), Function.identity()));
        Set<String> found = new LinkedHashSet<>();
        for (InjectionPointInfo injectionPoint : validation.getContext().getInjectionPoints()) {
            if (isCurrentGroup(injectionPoint)) {
                DotName owner = owner(injectionPoint);
                problem(owner, endpoints.get(owner)).ifPresent(problem -> found
                        .add("@Inject Group at " + member(injectionPoint.getAnnotationTarget()) + ' ' + problem + CURE));
            }
        }
        found.forEach(problem -> problems.produce(new GroupProblemBuildItem(problem)));
    }

    /** An application may have a bean of that type of its own. What is looked up later is resolved to nothing. */
    private static boolean isCurrentGroup(InjectionPointInfo injectionPoint) {
        return injectionPoint.getRequiredType().name().equals(GROUP) && injectionPoint.hasDefaultedQualifier()
                && !injectionPoint.isSynthetic()
                && (injectionPoint.getResolvedBean() == null
                        || injectionPoint.getResolvedBean().getBeanClass().equals(CURRENT_GROUP));
    }

    /** The class of the bean, which may have inherited the injection point; of a method that produces or observes its own. */
    private static DotName owner(InjectionPointInfo injectionPoint) {
        Optional<BeanInfo> bean = injectionPoint.getTargetBean();
        return bean.map(BeanInfo::getDeclaringBean).or(() -> bean).map(BeanInfo::getBeanClass)
                .orElseGet(() -> declaringClass(injectionPoint.getAnnotationTarget()));
    }

    private static Optional<String> problem(DotName owner, GroupEndpointBuildItem endpoint) {
        if (endpoint == null) {
            return Optional.of("cannot be known: " + owner + " is no endpoint with @ChannelGroup");
        }
        List<AnnotatedGroup> groups = endpoint.groups();
        if (groups.size() > 1) {
            return Optional.of("cannot be known: " + owner + " has several @ChannelGroup, "
                    + groups.stream().map(group -> '"' + group.template().value() + '"').toList());
        }
        // What cannot be parsed has been said.
        return groups.stream().filter(group -> group.join() == ChannelGroup.JoinMode.ON_REQUEST).findFirst()
                .map(group -> "cannot be known: @ChannelGroup(\"" + group.template().value() + "\") on " + owner
                        + " has join = ON_REQUEST, so that a connection may be in any number of such groups");
    }

    private static String member(AnnotationTarget target) {
        if (target.kind() == AnnotationTarget.Kind.FIELD) {
            return declaringClass(target) + "#" + target.asField().name();
        }
        MethodInfo method = method(target);
        return method.isConstructor() ? "the constructor of " + declaringClass(target)
                : declaringClass(target) + "#" + method.name() + "()";
    }

    private static DotName declaringClass(AnnotationTarget target) {
        return target.kind() == AnnotationTarget.Kind.FIELD ? target.asField().declaringClass().name()
                : method(target).declaringClass().name();
    }

    private static MethodInfo method(AnnotationTarget target) {
        return target.kind() == AnnotationTarget.Kind.METHOD ? target.asMethod() : target.asMethodParameter().method();
    }
}
