package io.quarkiverse.channelbox.deployment;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.PublisherMethod;
import io.quarkiverse.channelbox.deployment.items.WrongPublisherBuildItem;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Placeholder;
import io.quarkiverse.channelbox.runtime.settings.TemplateSyntaxException;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;

/** Finds the interfaces that are annotated with {@code @GroupPublisher}, and reads their methods. */
class PublisherScanProcessor {

    private static final DotName GROUP_PUBLISHER = DotName.createSimple(GroupPublisher.class);
    /** What every implementation has, whether an interface mentions it or not. */
    private static final Set<String> OF_OBJECT = Set.of("equals(Ljava/lang/Object;)Z", "hashCode()I",
            "toString()Ljava/lang/String;");

    /** A method, and what the interface that declares it makes of its types. */
    private record Found(MethodInfo method, TypeVariables variables) {
    }

    @BuildStep
    void scanPublishers(CombinedIndexBuildItem combined, BuildProducer<PublisherBuildItem> publishers,
            BuildProducer<WrongPublisherBuildItem> wrong, BuildProducer<GroupProblemBuildItem> problems) {
        IndexView index = combined.getIndex();
        List<String> found = new ArrayList<>();
        for (AnnotationInstance annotation : index.getAnnotations(GROUP_PUBLISHER)) {
            ClassInfo publisher = annotation.target().asClass();
            scan(publisher, annotation.value().asString(), index, found).ifPresentOrElse(publishers::produce,
                    () -> wrong.produce(new WrongPublisherBuildItem(publisher)));
        }
        strayAnnotations(index, found);
        found.forEach(problem -> problems.produce(new GroupProblemBuildItem(problem)));
    }

    private static Optional<PublisherBuildItem> scan(ClassInfo publisher, String template, IndexView index,
            List<String> problems) {
        List<String> wrong = new ArrayList<>();
        checkInterface(publisher, template, wrong);
        Optional<GroupTemplate> parsed = parse(publisher, template, wrong);
        List<PublisherMethod> methods = new ArrayList<>();
        if (publisher.isInterface()) {
            Map<String, Found> all = new LinkedHashMap<>();
            collect(publisher, publisher, template, TypeVariables.none(), index, all, wrong);
            Set<String> placeholders = parsed.map(groups -> placeholders(publisher, groups, wrong)).orElse(Set.of());
            boolean isNamed = parsed.isPresent() && wrong.isEmpty();
            all.values().stream().filter(each -> isNamed && Modifier.isAbstract(each.method().flags())).forEach(each -> {
                PublisherMethodReader reader = new PublisherMethodReader(publisher, template, each.method(), each.variables(),
                        index);
                methods.add(reader.read(placeholders));
                wrong.addAll(reader.problems());
            });
            if (isNamed && methods.isEmpty()) {
                wrong.add(PublisherMethodReader.problem(publisher, template, "there is no method to send with; add one, such as"
                        + " void created(…)"));
            }
        }
        problems.addAll(wrong);
        return wrong.isEmpty() ? Optional.of(new PublisherBuildItem(publisher, parsed.orElseThrow(), methods))
                : Optional.empty();
    }

    /** Whether a generated class in the same package can implement it. */
    private static void checkInterface(ClassInfo publisher, String template, List<String> problems) {
        if (!publisher.isInterface() || publisher.isAnnotation()) {
            problems.add(PublisherMethodReader.problem(publisher, template, "it is no interface; make it one, of which the"
                    + " build makes a bean"));
        } else if (!publisher.typeParameters().isEmpty()) {
            problems.add(PublisherMethodReader.problem(publisher, template, "it has type parameters; annotate an interface that"
                    + " extends it with the types that are sent"));
        } else if (!publisher.permittedSubclasses().isEmpty()) {
            problems.add(PublisherMethodReader.problem(publisher, template, "it is sealed; remove 'sealed'"));
        } else if (Modifier.isPrivate(publisher.flags())) {
            problems.add(PublisherMethodReader.problem(publisher, template, "it is private; remove 'private'"));
        }
    }

    private static Optional<GroupTemplate> parse(ClassInfo publisher, String template, List<String> problems) {
        try {
            return Optional.of(GroupTemplate.parse(template));
        } catch (TemplateSyntaxException e) {
            problems.add(PublisherMethodReader.problem(publisher, template, "the template cannot be parsed " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static Set<String> placeholders(ClassInfo publisher, GroupTemplate template, List<String> problems) {
        Set<String> names = new LinkedHashSet<>();
        template.parts().forEach(part -> {
            if (part instanceof Placeholder placeholder) {
                if (!TemplateNames.canBeAParameter(placeholder)) {
                    problems.add(PublisherMethodReader.problem(publisher, template.value(), "no parameter can be called '"
                            + placeholder.name() + "'; write another name in the template of the publisher, which fits that of"
                            + " the endpoint all the same, as in {" + placeholder.name().replaceAll("[^A-Za-z0-9]", "")
                            + "Value}"));
                }
                names.add(placeholder.name());
            }
        });
        return names;
    }

    /** From the publisher up; of methods that override each other the one that is farther down counts, as in Java. */
    private static void collect(ClassInfo each, ClassInfo publisher, String template, TypeVariables variables,
            IndexView index, Map<String, Found> methods, List<String> problems) {
        for (MethodInfo method : each.methods()) {
            String signature = method.name() + method.descriptor();
            if (!Modifier.isStatic(method.flags()) && !Modifier.isPrivate(method.flags()) && !OF_OBJECT.contains(signature)) {
                methods.merge(signature, new Found(method, variables), (known, found) -> extendsInterface(
                        found.method().declaringClass(), known.method().declaringClass().name(), index) ? found : known);
            }
        }
        for (Type type : each.interfaceTypes()) {
            Optional<ClassInfo> extended = find(type.name(), index);
            if (extended.isEmpty()) {
                problems.add(PublisherMethodReader.problem(publisher, template, "it extends " + type.name() + ", which is not"
                        + " indexed, so that its methods are not known; index the dependency that it is from"
                        + " (quarkus.index-dependency)"));
            } else {
                collect(extended.get(), publisher, template, variables.of(type, extended.get()), index, methods, problems);
            }
        }
    }

    private static boolean extendsInterface(ClassInfo each, DotName name, IndexView index) {
        return each.interfaceNames().stream().anyMatch(direct -> direct.equals(name)
                || find(direct, index).filter(found -> extendsInterface(found, name, index)).isPresent());
    }

    /** Those of the JDK are in no index. */
    private static Optional<ClassInfo> find(DotName name, IndexView index) {
        ClassInfo indexed = index.getClassByName(name);
        if (indexed != null || !name.toString().startsWith("java.")) {
            return Optional.ofNullable(indexed);
        }
        try {
            return Optional.of(Index.singleClass(Class.forName(name.toString())));
        } catch (ClassNotFoundException | IOException e) {
            return Optional.empty();
        }
    }

    /** An interface may be made for publishers that are elsewhere. */
    private static void strayAnnotations(IndexView index, List<String> problems) {
        for (DotName annotation : List.of(PublisherMethodReader.EVENT, PublisherMethodReader.SAVE_HISTORY)) {
            for (AnnotationInstance instance : index.getAnnotations(annotation)) {
                if (instance.target().kind() == AnnotationTarget.Kind.CLASS) {
                    ClassInfo annotated = instance.target().asClass();
                    if (!annotated.isInterface()) {
                        problems.add(stray(annotation, annotated.name().toString()));
                    }
                } else {
                    MethodInfo method = instance.target().asMethod();
                    // The compiler copies annotations to the methods that it adds for generic ones.
                    if (!method.isSynthetic()
                            && (!method.declaringClass().isInterface() || !Modifier.isAbstract(method.flags()))) {
                        problems.add(stray(annotation, method.declaringClass().name() + "#" + method.name() + "()"));
                    }
                }
            }
        }
    }

    private static String stray(DotName annotation, String where) {
        return "@" + annotation.withoutPackagePrefix() + " on " + where
                + " does nothing there; it is for interfaces with @GroupPublisher, and their abstract methods";
    }
}
