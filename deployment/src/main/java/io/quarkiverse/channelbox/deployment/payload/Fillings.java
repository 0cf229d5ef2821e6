package io.quarkiverse.channelbox.deployment.payload;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.SourceValue;

import io.quarkiverse.channelbox.deployment.payload.Calls.Call;
import io.quarkiverse.channelbox.deployment.payload.ClassFiles.Member;

/**
 * What is put into a list, a map, an array or an object of a generic class after it was made: wherever in the application it is
 * passed to, returned to, or kept. Where it leaves the application to be filled, anything can be in it.
 */
final class Fillings {

    private static final int MOST = 2000;
    /** Through these, others are filled. */
    private static final Set<String> VIEWS = Set.of("subList", "listIterator", "headMap", "tailMap", "subMap", "descendingMap",
            "headSet", "tailSet", "subSet", "descendingSet", "reversed");
    /** Methods of the JDK that fill one of their arguments, and which. */
    private static final Map<String, Integer> FILLING = Map.of("addAll", 0, "fill", 0, "copy", 0, "setAll", 0, "replaceAll", 0,
            "parallelSetAll", 0, "drainTo", 0, "toArray", 0, "copyInto", 0, "arraycopy", 2);
    /** Libraries that do not fill what they are given. */
    private static final Set<String> READING = Set.of("java/", "io/quarkiverse/channelbox/", "io/quarkus/", "io/smallrye/",
            "io/vertx/", "com/fasterxml/jackson/", "org/jboss/logging/", "org/slf4j/");

    private final ValueTypes values;
    private final Calls calls;
    private final Hierarchy hierarchy;
    private final Set<AbstractInsnNode> seen = new HashSet<>();
    private Found found = Found.NOTHING;

    Fillings(ValueTypes values, Calls calls, Hierarchy hierarchy) {
        this.values = values;
        this.calls = calls;
        this.hierarchy = hierarchy;
    }

    /** @param origin where the container is made */
    Found of(MethodFlow flow, AbstractInsnNode origin) {
        follow(flow, origin);
        return found;
    }

    private void follow(MethodFlow flow, AbstractInsnNode origin) {
        if (seen.size() > MOST) {
            found = found.or(Found.UNKNOWN);
        } else if (seen.add(origin)) {
            for (AbstractInsnNode each : flow.method.instructions) {
                if (flow.isReached(each)) {
                    use(flow, each, origin);
                }
            }
        }
    }

    private void use(MethodFlow flow, AbstractInsnNode each, AbstractInsnNode origin) {
        if (each instanceof MethodInsnNode call) {
            call(flow, call, origin);
        } else if (each instanceof InvokeDynamicInsnNode lambda && Calls.isLambda(lambda)) {
            lambda(flow, lambda, origin);
        } else {
            switch (each.getOpcode()) {
                case Opcodes.PUTFIELD, Opcodes.PUTSTATIC -> put(flow, (FieldInsnNode) each, origin);
                case Opcodes.AASTORE -> {
                    if (is(flow, flow.stack(each, 2), origin)) {
                        found = found.or(values.of(flow, flow.stack(each, 0)));
                    }
                }
                case Opcodes.CHECKCAST -> {
                    if (is(flow, flow.stack(each, 0), origin)) {
                        follow(flow, each);
                    }
                }
                case Opcodes.ARETURN -> {
                    if (is(flow, flow.stack(each, 0), origin)) {
                        returned(flow);
                    }
                }
                default -> { // does not fill
                }
            }
        }
    }

    private static boolean is(MethodFlow flow, SourceValue value, AbstractInsnNode origin) {
        return flow.origins(value).contains(origin);
    }

    private void call(MethodFlow flow, MethodInsnNode call, AbstractInsnNode origin) {
        Member<MethodNode> called = values.files.method(call.owner, call.name, call.desc).orElse(null);
        if (call.getOpcode() != Opcodes.INVOKESTATIC && is(flow, flow.receiver(call, call.desc), origin)) {
            receiver(flow, call, called);
        }
        Type[] types = Type.getArgumentTypes(call.desc);
        for (int i = 0; i < types.length; i++) {
            if (types[i].getSort() >= Type.ARRAY && is(flow, flow.argument(call, call.desc, i), origin)) {
                argument(flow, call, called, i);
            }
        }
    }

    private void receiver(MethodFlow flow, MethodInsnNode call, Member<MethodNode> called) {
        if (called == null) {
            return;
        }
        found = found.or(values.variableArguments(flow, call, called));
        hierarchy.bodies(called).forEach(body -> parameter(body, -1));
        if (VIEWS.contains(call.name) || Type.getReturnType(call.desc).getInternalName().equals(call.owner)) {
            follow(flow, call);
        }
    }

    private void argument(MethodFlow flow, MethodInsnNode call, Member<MethodNode> called, int index) {
        if (called != null && values.files.isApplication(called.owner().name)) {
            hierarchy.bodies(called).forEach(body -> parameter(body, index));
        } else if (call.owner.startsWith("java/")) {
            if (FILLING.getOrDefault(call.name, -1) == index) {
                filledBy(flow, call, index);
            } else if (call.name.startsWith("synchronized") || call.name.startsWith("checked")) {
                follow(flow, call);
            }
        } else if (READING.stream().noneMatch(call.owner::startsWith)
                && values.isContainer(Type.getArgumentTypes(call.desc)[index])) {
            found = found.or(Found.UNKNOWN);
        }
    }

    private void filledBy(MethodFlow flow, MethodInsnNode call, int target) {
        boolean isCalledOn = call.getOpcode() != Opcodes.INVOKESTATIC;
        for (int i = isCalledOn ? -1 : 0; i < Type.getArgumentCount(call.desc); i++) {
            if (i != target) {
                Found given = values.of(flow,
                        i < 0 ? flow.receiver(call, call.desc) : flow.argument(call, call.desc, i));
                found = found.or(i < 0 ? given.inside() : given).or(given.inside());
            }
        }
    }

    /** @param index -1 for {@code this} */
    private void parameter(Member<MethodNode> body, int index) {
        MethodFlow flow = values.flow(body.owner(), body.node());
        flow.origin(index).ifPresentOrElse(origin -> follow(flow, origin), () -> found = found.or(Found.UNKNOWN));
    }

    private void lambda(MethodFlow flow, InvokeDynamicInsnNode lambda, AbstractInsnNode origin) {
        Handle handle = Calls.implementation(lambda);
        int shift = handle.getTag() == Opcodes.H_INVOKESTATIC || handle.getTag() == Opcodes.H_NEWINVOKESPECIAL ? 0 : 1;
        Type[] captured = Type.getArgumentTypes(lambda.desc);
        for (int i = 0; i < captured.length; i++) {
            if (captured[i].getSort() >= Type.ARRAY && is(flow, flow.argument(lambda, lambda.desc, i), origin)) {
                Member<MethodNode> called = values.files.method(handle.getOwner(), handle.getName(), handle.getDesc())
                        .orElse(null);
                if (called != null && values.files.isApplication(called.owner().name)) {
                    int index = i - shift;
                    hierarchy.bodies(called).forEach(body -> parameter(body, index));
                } else if (called != null && takesVariable(called)) {
                    Found given = values.usedWith(flow, lambda);
                    found = found.or(given.all().isEmpty() ? Found.UNKNOWN : given);
                }
            }
        }
    }

    private boolean takesVariable(Member<MethodNode> method) {
        return Signatures.parameters(method.node()).stream()
                .anyMatch(each -> values.signatures.read(each, method.owner(), method.node()).hasVariable());
    }

    private void put(MethodFlow flow, FieldInsnNode access, AbstractInsnNode origin) {
        Member<FieldNode> field = values.files.field(access.owner, access.name).orElse(null);
        if (field == null || Type.getType(access.desc).getSort() < Type.ARRAY) {
            return;
        }
        if (is(flow, flow.stack(access, 0), origin)) {
            for (Call read : calls.accesses(field.node())) {
                if (read.instruction().getOpcode() == Opcodes.GETFIELD || read.instruction().getOpcode() == Opcodes.GETSTATIC) {
                    follow(values.flow(read.type(), read.method()), read.instruction());
                }
            }
        }
        if (access.getOpcode() == Opcodes.PUTFIELD && field.node().signature != null
                && is(flow, flow.stack(access, 1), origin)
                && values.signatures.read(field.node().signature, field.owner(), null).hasVariable()) {
            Found value = values.of(flow, flow.stack(access, 0));
            found = found.or(field.node().signature.startsWith("T") ? value : value.inside());
        }
    }

    private void returned(MethodFlow flow) {
        for (Call call : calls.of(flow.type.name, flow.method.name, flow.method.desc)) {
            if (call.instruction() instanceof MethodInsnNode) {
                follow(values.flow(call.type(), call.method()), call.instruction());
            }
        }
    }
}
