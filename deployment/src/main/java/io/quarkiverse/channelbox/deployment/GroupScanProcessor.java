package io.quarkiverse.channelbox.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem.AnnotatedGroup;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkiverse.channelbox.runtime.settings.TemplateSyntaxException;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.runtime.configuration.DurationConverter;

/** Finds the endpoints that are annotated with {@code @ChannelGroup} and parses the annotations. */
class GroupScanProcessor {

    @BuildStep
    void scanEndpoints(CombinedIndexBuildItem index, BuildProducer<GroupEndpointBuildItem> endpoints,
            BuildProducer<GroupProblemBuildItem> problems) {
        for (ClassInfo annotated : annotatedClasses(index.getIndex())) {
            List<String> found = new ArrayList<>();
            scan(annotated, found).ifPresent(endpoints::produce);
            found.forEach(problem -> problems.produce(new GroupProblemBuildItem(problem)));
        }
    }

    private static Set<ClassInfo> annotatedClasses(IndexView index) {
        Set<ClassInfo> classes = new LinkedHashSet<>();
        for (DotName name : List.of(Names.CHANNEL_GROUP, Names.CHANNEL_GROUPS)) {
            for (AnnotationInstance annotation : index.getAnnotations(name)) {
                if (annotation.target() != null && annotation.target().kind() == AnnotationTarget.Kind.CLASS) {
                    classes.add(annotation.target().asClass());
                }
            }
        }
        return classes;
    }

    private static Optional<GroupEndpointBuildItem> scan(ClassInfo annotated, List<String> problems) {
        List<AnnotatedGroup> groups = new ArrayList<>();
        Set<String> templates = new LinkedHashSet<>();
        for (AnnotationInstance annotation : annotations(annotated)) {
            String template = annotation.value().asString();
            if (templates.add(template)) {
                parse(annotated, annotation, problems).ifPresent(groups::add);
            } else {
                problems.add(Problems.of(annotated, template, "is there twice; remove one of them"));
            }
        }
        AnnotationInstance webSocket = annotated.declaredAnnotation(Endpoints.WEB_SOCKET);
        if (webSocket == null) {
            problems.add(Problems.of(annotated, String.join(", ", templates),
                    "is not on an endpoint; add @WebSocket(path = \"...\") to the class, or remove @ChannelGroup and join"
                            + " with ChannelBox.group(name).join(connection)"));
            return Optional.empty();
        }
        return Optional.of(new GroupEndpointBuildItem(annotated, Endpoints.id(webSocket), groups));
    }

    private static List<AnnotationInstance> annotations(ClassInfo annotated) {
        List<AnnotationInstance> annotations = new ArrayList<>();
        Optional.ofNullable(annotated.declaredAnnotation(Names.CHANNEL_GROUP)).ifPresent(annotations::add);
        Optional.ofNullable(annotated.declaredAnnotation(Names.CHANNEL_GROUPS))
                .ifPresent(container -> annotations.addAll(List.of(container.value().asNestedArray())));
        return annotations;
    }

    private static Optional<AnnotatedGroup> parse(ClassInfo annotated, AnnotationInstance annotation,
            List<String> problems) {
        String value = annotation.value().asString();
        String expires = string(annotation, "expires", "");
        checkExpires(annotated, value, expires, problems);
        try {
            return Optional.of(new AnnotatedGroup(GroupTemplate.parse(value), expires,
                    ChannelGroup.HistoryMode.valueOf(enumeration(annotation, "history", ChannelGroup.HistoryMode.DEFAULT)),
                    PayloadType.valueOf(enumeration(annotation, "payloadType", PayloadType.AUTO)),
                    ChannelGroup.JoinMode.valueOf(enumeration(annotation, "join", ChannelGroup.JoinMode.ON_OPEN)),
                    ChannelGroup.PublishMode.valueOf(enumeration(annotation, "publish", ChannelGroup.PublishMode.SERVER))));
        } catch (TemplateSyntaxException e) {
            problems.add(Problems.of(annotated, value, "cannot be parsed " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static void checkExpires(ClassInfo annotated, String template, String expires, List<String> problems) {
        if (expires.isEmpty()) {
            return;
        }
        Optional<Duration> duration = duration(expires);
        if (duration.isEmpty()) {
            problems.add(Problems.of(annotated, template, "has expires = \"" + expires
                    + "\", which is not a duration; use for instance \"90s\", \"30m\", \"1h\" or \"PT1H30M\", or \"0\" for never"));
        } else if (duration.get().isNegative()) {
            problems.add(Problems.of(annotated, template, "has expires = \"" + expires
                    + "\", which is negative; use a duration such as \"30m\", or \"0\" for never"));
        }
    }

    private static Optional<Duration> duration(String text) {
        try {
            // Blank text is null to the converter.
            return Optional.ofNullable(DurationConverter.parseDuration(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static String string(AnnotationInstance annotation, String member, String absent) {
        AnnotationValue value = annotation.value(member);
        return value == null ? absent : value.asString();
    }

    private static String enumeration(AnnotationInstance annotation, String member, Enum<?> absent) {
        AnnotationValue value = annotation.value(member);
        return value == null ? absent.name() : value.asEnum();
    }
}
