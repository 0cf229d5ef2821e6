package io.quarkiverse.channelbox.deployment.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Class files by internal name: of the application with their code, all others without. Each is read once, when needed. What
 * cannot be read, as it is broken or too new, is as if it were not there: no reason to fail a build.
 */
final class ClassFiles {

    private static final Logger LOG = Logger.getLogger(ClassFiles.class);

    /** A member, and the class that declares it. */
    record Member<T>(ClassNode owner, T node) {
    }

    private final Map<String, byte[]> application;
    private final ClassLoader others;
    private final Map<String, Optional<ClassNode>> read = new HashMap<>();

    ClassFiles(Map<String, byte[]> application, ClassLoader others) {
        this.application = new LinkedHashMap<>(application);
        this.others = others;
    }

    /** Has somebody look at each class of the application, by its name. */
    void forEach(BiConsumer<String, ClassReader> look) {
        List.copyOf(application.keySet()).forEach(name -> attempt(name, () -> {
            look.accept(name, new ClassReader(application.get(name)));
            return name;
        }));
    }

    boolean isApplication(String name) {
        return application.containsKey(name);
    }

    /** Empty if there is no such class, or it cannot be read. */
    Optional<ClassNode> find(String name) {
        Optional<ClassNode> known = read.get(name);
        if (known == null) {
            known = read(name);
            read.put(name, known);
        }
        return known;
    }

    /** Those of some classes that can be read. */
    List<ClassNode> findAll(Collection<String> names) {
        return names.stream().map(this::find).flatMap(Optional::stream).toList();
    }

    private Optional<ClassNode> read(String name) {
        byte[] bytes = application.get(name);
        if (bytes != null) {
            return attempt(name, () -> parse(bytes, ClassReader.SKIP_FRAMES));
        }
        try (InputStream in = name.startsWith("[") ? null : others.getResourceAsStream(name + ".class")) {
            byte[] other = in == null ? null : in.readAllBytes();
            return other == null ? Optional.empty()
                    : attempt(name, () -> parse(other, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassNode parse(byte[] bytes, int options) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, options);
        return node;
    }

    private <T> Optional<T> attempt(String name, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException e) {
            LOG.debugf(e, "The class file of %s cannot be read", name);
            application.remove(name);
            return Optional.empty();
        }
    }

    boolean isGeneric(String name) {
        return find(name).map(node -> node.signature != null && node.signature.startsWith("<")).orElse(false);
    }

    /** Whether a method that is called on one may be one that the other declares. */
    boolean areRelated(String one, String other) {
        return isSubtype(one, other) || isSubtype(other, one);
    }

    boolean isSubtype(String name, String of) {
        return name.equals(of) || find(name).filter(node -> supers(node).stream().anyMatch(each -> isSubtype(each, of)))
                .isPresent();
    }

    /** Whether a method overrides one of a class that is not of the application. */
    boolean overridesForeign(ClassNode type, MethodNode method) {
        return (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0 && !method.name.startsWith("<")
                && supers(type).stream().anyMatch(each -> isForeign(each, method));
    }

    private boolean isForeign(String type, MethodNode method) {
        return find(type).filter(node -> supers(node).stream().anyMatch(each -> isForeign(each, method))
                || !isApplication(type) && node.methods.stream().anyMatch(each -> (each.access & Opcodes.ACC_PRIVATE) == 0
                        && each.name.equals(method.name) && each.desc.equals(method.desc)))
                .isPresent();
    }

    static List<String> supers(ClassNode node) {
        List<String> supers = new ArrayList<>(node.interfaces);
        if (node.superName != null) {
            supers.add(0, node.superName);
        }
        return supers;
    }

    Optional<Member<MethodNode>> method(String owner, String name, String descriptor) {
        return member(owner, node -> node.methods.stream()
                .filter(method -> method.name.equals(name) && method.desc.equals(descriptor)).findFirst());
    }

    Optional<Member<FieldNode>> field(String owner, String name) {
        return member(owner, node -> node.fields.stream().filter(field -> field.name.equals(name)).findFirst());
    }

    private <T> Optional<Member<T>> member(String owner, Function<ClassNode, Optional<T>> declared) {
        ClassNode node = find(owner).orElse(null);
        if (node == null) {
            return Optional.empty();
        }
        Optional<T> here = declared.apply(node);
        return here.isPresent() ? here.map(found -> new Member<>(node, found))
                : supers(node).stream().map(each -> member(each, declared)).flatMap(Optional::stream).findFirst();
    }
}
