package io.quarkiverse.channelbox.deployment.payload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

import io.quarkiverse.channelbox.deployment.payload.ClassFiles.Member;

/** Which classes of the application extend one, or implement it. */
final class Hierarchy {

    private final ClassFiles files;
    private final Map<String, List<String>> extending = new HashMap<>();

    Hierarchy(ClassFiles files) {
        this.files = files;
    }

    /** Those that name it. */
    List<ClassNode> extending(String name) {
        if (extending.isEmpty()) {
            files.forEach(this::read);
        }
        return files.findAll(extending.getOrDefault(name, List.of()));
    }

    private void read(String name, ClassReader reader) {
        List<String> supers = new ArrayList<>(List.of(reader.getInterfaces()));
        supers.add(reader.getSuperName());
        supers.forEach(each -> extending.computeIfAbsent(each, key -> new ArrayList<>()).add(name));
    }

    /** The method of the application that is called, and all that override it, as far as they have code. */
    List<Member<MethodNode>> bodies(Member<MethodNode> called) {
        List<Member<MethodNode>> bodies = new ArrayList<>();
        if (files.isApplication(called.owner().name)) {
            collect(called.owner(), called.node(), bodies);
        }
        return bodies;
    }

    private void collect(ClassNode type, MethodNode method, List<Member<MethodNode>> bodies) {
        type.methods.stream().filter(each -> each.name.equals(method.name) && each.desc.equals(method.desc))
                .filter(each -> each.instructions.size() > 0).forEach(each -> bodies.add(new Member<>(type, each)));
        extending(type.name).forEach(each -> collect(each, method, bodies));
    }
}
