package io.quarkiverse.channelbox.deployment.payload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

import io.quarkiverse.channelbox.deployment.payload.ClassFiles.Member;

/** What the properties of a class are, that Jackson writes by itself. */
final class Properties {

    /** Looks for something, whatever happens. */
    interface Guard {
        Found get(Supplier<Found> find);
    }

    private static final String JACKSON = "Lcom/fasterxml/jackson/";
    private static final String IGNORE = JACKSON + "annotation/JsonIgnore;";
    private static final String VALUE = JACKSON + "annotation/JsonValue;";
    private static final String SERIALIZE = JACKSON + "databind/annotation/JsonSerialize;";
    private static final int NO_FIELD = Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC;
    private static final int NO_GETTER = Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC;

    private final ClassFiles files;
    private final Hierarchy hierarchy;
    private final Supplier<ValueTypes> values;
    private final Signatures signatures;
    private final Guard guard;
    private final List<PayloadProperty> properties = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** @param values as they are then: the guard may begin anew */
    Properties(ClassFiles files, Hierarchy hierarchy, Supplier<ValueTypes> values, Guard guard) {
        this.files = files;
        this.hierarchy = hierarchy;
        this.values = values;
        this.signatures = new Signatures(files);
        this.guard = guard;
    }

    List<PayloadProperty> of(String type) {
        files.find(type).ifPresent(node -> collect(node, false));
        return properties;
    }

    /** @param isOpen whether the type variables of the class can be anything; else who uses the class says what they are */
    private void collect(ClassNode type, boolean isOpen) {
        if ((type.access & Opcodes.ACC_ENUM) != 0 || isWrittenOtherwise(type.visibleAnnotations)) {
            return;
        }
        boolean isValue = type.methods.stream().anyMatch(each -> has(each.visibleAnnotations, VALUE));
        for (MethodNode method : type.methods) {
            if (isValue ? has(method.visibleAnnotations, VALUE) : isGetter(type, method)) {
                add(type, name(method.name), Signatures.returned(method), method, isOpen,
                        () -> values.get().bodies(hierarchy.bodies(new Member<>(type, method))));
            }
        }
        if (!isValue) {
            type.fields.stream().filter(Properties::isProperty).forEach(field -> add(type, field.name,
                    field.signature == null ? field.desc : field.signature, null, isOpen,
                    () -> values.get().field(type, field)));
        }
        for (String each : ClassFiles.supers(type)) {
            if (!each.startsWith("java/")) {
                boolean given = type.signature != null && signatures.arguments(type, each).isUnknown();
                files.find(each).ifPresent(node -> collect(node, given));
            }
        }
    }

    private void add(ClassNode type, String name, String signature, MethodNode method, boolean isOpen, Supplier<Found> find) {
        if (signature.length() == 1 || !names.add(name)) {
            return;
        }
        Found declared = isOpen ? signatures.read(signature, type, method).found()
                : signatures.readUsed(signature, type, method).found();
        Found found = declared.isUnknown() ? guard.get(find) : Found.known();
        properties.add(new PayloadProperty(type.name.replace('/', '.'), name, dotted(declared.all()), dotted(found.all()),
                found.isUnknown() || found.equals(Found.NOTHING)));
    }

    private static Set<String> dotted(Set<String> names) {
        return names.stream().map(name -> name.replace('/', '.')).collect(Collectors.toSet());
    }

    private static boolean isProperty(FieldNode field) {
        return (field.access & NO_FIELD) == 0 && !isWrittenOtherwise(field.visibleAnnotations)
                && ((field.access & Opcodes.ACC_PUBLIC) != 0 || isOfJackson(field.visibleAnnotations));
    }

    private static boolean isGetter(ClassNode type, MethodNode method) {
        boolean isComponent = type.recordComponents != null
                && type.recordComponents.stream().anyMatch(each -> each.name.equals(method.name));
        boolean isNamed = method.name.matches("(get|is)[^a-z].*") && (method.access & Opcodes.ACC_PUBLIC) != 0;
        return (method.access & NO_GETTER) == 0 && Type.getArgumentCount(method.desc) == 0 && !method.name.startsWith("<")
                && (isComponent || isNamed || isOfJackson(method.visibleAnnotations))
                && !isWrittenOtherwise(method.visibleAnnotations)
                && type.fields.stream().filter(field -> field.name.equals(name(method.name)))
                        .noneMatch(field -> isWrittenOtherwise(field.visibleAnnotations));
    }

    private static String name(String method) {
        String name = method.replaceFirst("^(get|is)(?=[^a-z])", "");
        return name.isEmpty() ? method : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Not at all, or by a serializer of its own. */
    private static boolean isWrittenOtherwise(List<AnnotationNode> annotations) {
        return has(annotations, IGNORE) || annotations(annotations)
                .anyMatch(each -> each.desc.equals(SERIALIZE) && each.values != null && each.values.contains("using"));
    }

    private static boolean isOfJackson(List<AnnotationNode> annotations) {
        return annotations(annotations).anyMatch(each -> each.desc.startsWith(JACKSON));
    }

    private static boolean has(List<AnnotationNode> annotations, String descriptor) {
        return annotations(annotations).anyMatch(each -> each.desc.equals(descriptor));
    }

    private static Stream<AnnotationNode> annotations(List<AnnotationNode> annotations) {
        return annotations == null ? Stream.empty() : annotations.stream();
    }
}
