package io.quarkiverse.channelbox.deployment.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.CompositeIndex;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.jboss.jandex.TypeVariable;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem.DefaultIgnoreTypePredicate;

/**
 * All classes that Jackson may meet where it is given some types: of each the subtypes that are known, and those of its
 * properties, however deep. Quarkus' own step leaves out the subtypes of what is in a list, wildcards, what only annotations of
 * Jackson name, and whatever hangs on classes of libraries without an index.
 */
public final class PayloadHierarchy {

    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final DotName JSON_IGNORE = DotName.createSimple(JsonIgnore.class);
    /** The members of Jackson's annotations that name what is read or written, not what reads or writes it. */
    private static final Set<String> TYPES = Set.of("value", "as", "contentAs", "keyAs", "builder", "defaultImpl");
    private static final List<String> NEVER_SENT = List.of("io.smallrye.mutiny.", "io.vertx.", "io.quarkus.websockets.next.");

    private final IndexView index;
    private final ClassLoader others;
    private final Map<DotName, Optional<ClassInfo>> unindexed = new HashMap<>();
    private final List<IndexView> indexes = new ArrayList<>();
    /** With where they come from. */
    private final Map<DotName, String> types = new LinkedHashMap<>();
    private final Set<DotName> walked = new HashSet<>();

    /** @param others has the classes that are not in the index */
    public PayloadHierarchy(IndexView index, ClassLoader others) {
        this.index = index;
        this.others = others;
        this.indexes.add(index);
    }

    /** Adds a type; what belongs to the JDK is left out, what is in it is not. */
    public void add(Type type, String source) {
        switch (type.kind()) {
            case CLASS -> add(type.name(), source);
            case ARRAY -> add(type.asArrayType().elementType(), source);
            case PARAMETERIZED_TYPE -> {
                add(type.name(), source);
                type.asParameterizedType().arguments().forEach(argument -> add(argument, source));
            }
            case WILDCARD_TYPE -> add(type.asWildcardType().extendsBound(), source);
            case TYPE_VARIABLE -> type.asTypeVariable().bounds().stream().filter(bound -> !(bound instanceof TypeVariable))
                    .forEach(bound -> add(bound, source));
            default -> { // primitive, void, or a variable that bounds itself
            }
        }
    }

    public void add(DotName name, String source) {
        if (isIgnored(name) || types.putIfAbsent(name, source) != null) {
            return;
        }
        ClassInfo type = find(name).orElse(null);
        if (type != null) {
            walk(type, source);
            subtypes(type).forEach(subtype -> add(subtype, source));
        }
    }

    /** The names of all classes up to now, with where they come from. */
    public Map<DotName, String> types() {
        return Map.copyOf(types);
    }

    private static boolean isIgnored(DotName name) {
        String text = name.toString();
        return DefaultIgnoreTypePredicate.INSTANCE.test(name) || NEVER_SENT.stream().anyMatch(text::startsWith);
    }

    /** Whether nothing of the type is known but itself, which cannot be what is sent. */
    public boolean isWithoutImplementation(DotName name) {
        return !isIgnored(name) && find(name).filter(type -> type.isAbstract() && subtypes(type).isEmpty()
                && type.declaredAnnotations().stream().noneMatch(PayloadHierarchy::isOfJackson)).isPresent();
    }

    private Set<DotName> subtypes(ClassInfo type) {
        Set<DotName> subtypes = new HashSet<>(type.permittedSubclasses());
        Stream.of(index.getAllKnownSubclasses(type.name()), index.getAllKnownImplementations(type.name()),
                index.getAllKnownSubinterfaces(type.name())).flatMap(Collection::stream)
                .forEach(each -> subtypes.add(each.name()));
        return subtypes;
    }

    private void walk(ClassInfo type, String source) {
        if (!walked.add(type.name())) {
            return;
        }
        type.fields().stream().filter(field -> !isNoProperty(field)).forEach(field -> add(field.type(), source));
        type.methods().stream().filter(method -> !isNoProperty(method)).forEach(method -> add(method.returnType(), source));
        JsonInputs.of(type).forEach(input -> add(input, source));
        type.annotations().stream().filter(PayloadHierarchy::isOfJackson).forEach(annotation -> named(annotation, source));
        above(type).forEach(each -> inherited(each, source));
    }

    private static boolean isNoProperty(FieldInfo field) {
        return Modifier.isStatic(field.flags()) || Modifier.isTransient(field.flags()) || field.isSynthetic()
                || field.hasDeclaredAnnotation(JSON_IGNORE);
    }

    private static boolean isNoProperty(MethodInfo method) {
        return Modifier.isStatic(method.flags()) || method.parametersCount() > 0 || method.hasDeclaredAnnotation(JSON_IGNORE)
                || !method.name().startsWith("get") && !method.name().startsWith("is") && !method.declaringClass().isRecord()
                        && method.declaredAnnotations().stream().noneMatch(PayloadHierarchy::isOfJackson);
    }

    private static Stream<Type> above(ClassInfo type) {
        return Stream.concat(Stream.ofNullable(type.superClassType()), type.interfaceTypes().stream());
    }

    /** What a class extends is only what its properties are of; other classes that extend it are not sent. */
    private void inherited(Type type, String source) {
        if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            type.asParameterizedType().arguments().forEach(argument -> add(argument, source));
        }
        if (!isIgnored(type.name())) {
            find(type.name()).ifPresent(each -> walk(each, source));
        }
    }

    static boolean isOfJackson(AnnotationInstance annotation) {
        return annotation.name().toString().startsWith(JACKSON);
    }

    private void named(AnnotationInstance annotation, String source) {
        for (AnnotationValue value : annotation.values()) {
            if (TYPES.contains(value.name())) {
                if (value.kind() == AnnotationValue.Kind.CLASS) {
                    add(value.asClass(), source);
                } else if (value.kind() == AnnotationValue.Kind.ARRAY
                        && value.componentKind() == AnnotationValue.Kind.NESTED) {
                    Stream.of(value.asNestedArray()).forEach(nested -> named(nested, source));
                }
            }
        }
    }

    private Optional<ClassInfo> find(DotName name) {
        ClassInfo type = index.getClassByName(name);
        return type != null ? Optional.of(type) : unindexed.computeIfAbsent(name, this::read);
    }

    private Optional<ClassInfo> read(DotName name) {
        if (name.toString().startsWith("java.")) {
            return Optional.empty();
        }
        try (InputStream in = others.getResourceAsStream(name.toString().replace('.', '/') + ".class")) {
            if (in == null) {
                return Optional.empty();
            }
            Indexer indexer = new Indexer();
            indexer.index(in);
            Index alone = indexer.complete();
            indexes.add(alone);
            return Optional.ofNullable(alone.getClassByName(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes Quarkus register all of it. */
    public List<ReflectiveHierarchyBuildItem> items() {
        IndexView all = CompositeIndex.create(indexes);
        return types.entrySet().stream().map(type -> ReflectiveHierarchyBuildItem.builder(type.getKey()).index(all)
                .ignoreTypePredicate(PayloadHierarchy::isIgnored).ignoreFieldPredicate(PayloadHierarchy::isNoProperty)
                .ignoreMethodPredicate(PayloadHierarchy::isNoProperty).source(type.getValue()).build()).toList();
    }
}
