package io.quarkiverse.channelbox.deployment.payload;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Where the values in a method come from. */
final class MethodFlow {

    private static final Logger LOG = Logger.getLogger(MethodFlow.class);

    /** Stands for where the value of a parameter (or of {@code this}) comes from; it is in no method. */
    static final class Parameter extends InsnNode {

        final int local;

        Parameter(int local) {
            super(Opcodes.NOP);
            this.local = local;
        }
    }

    final ClassNode type;
    final MethodNode method;
    private final Frame<SourceValue>[] frames;

    MethodFlow(ClassNode type, MethodNode method) {
        this.type = type;
        this.method = method;
        this.frames = frames(type, method);
    }

    /** What cannot be analysed is as if it were never reached: no reason to fail a build. */
    @SuppressWarnings("unchecked")
    private static Frame<SourceValue>[] frames(ClassNode type, MethodNode method) {
        try {
            return new Analyzer<>(new Sources()).analyze(type.name, method);
        } catch (AnalyzerException | RuntimeException e) {
            LOG.debugf(e, "The byte code of %s.%s%s cannot be analysed", type.name, method.name, method.desc);
            return new Frame[method.instructions.size()];
        }
    }

    boolean isStatic() {
        return (method.access & Opcodes.ACC_STATIC) != 0;
    }

    boolean isReached(AbstractInsnNode instruction) {
        return frame(instruction) != null;
    }

    private Frame<SourceValue> frame(AbstractInsnNode instruction) {
        return frames[method.instructions.indexOf(instruction)];
    }

    /** @param depth 0 is what was pushed last before the instruction */
    SourceValue stack(AbstractInsnNode instruction, int depth) {
        Frame<SourceValue> frame = frame(instruction);
        return frame.getStack(frame.getStackSize() - 1 - depth);
    }

    /** One of what a call takes, or creates a lambda with, in the order of its descriptor. */
    SourceValue argument(AbstractInsnNode call, String descriptor, int index) {
        return stack(call, Type.getArgumentCount(descriptor) - 1 - index);
    }

    SourceValue receiver(AbstractInsnNode call, String descriptor) {
        return stack(call, Type.getArgumentCount(descriptor));
    }

    SourceValue local(VarInsnNode load) {
        return frame(load).getLocal(load.var);
    }

    /** Where a value was made, whatever variables it was in since. */
    Set<AbstractInsnNode> origins(SourceValue value) {
        Set<AbstractInsnNode> seen = new LinkedHashSet<>();
        List<AbstractInsnNode> open = new ArrayList<>(value.insns);
        while (!open.isEmpty()) {
            AbstractInsnNode source = open.remove(open.size() - 1);
            if (seen.add(source) && source instanceof VarInsnNode load) {
                open.addAll(local(load).insns);
            }
        }
        return seen;
    }

    /** The signature, or else the descriptor, of the variable that a local is, if the class has debug information. */
    String variable(int local, AbstractInsnNode at) {
        if (method.localVariables != null) {
            int position = at instanceof Parameter ? 0 : method.instructions.indexOf(at);
            for (LocalVariableNode variable : method.localVariables) {
                if (variable.index == local && position < method.instructions.indexOf(variable.end)
                        && (at instanceof Parameter || position >= method.instructions.indexOf(variable.start))) {
                    return variable.signature == null ? variable.desc : variable.signature;
                }
            }
        }
        return null;
    }

    /** Where a parameter comes from, {@code this} if the index is -1; empty if the code cannot be analysed. */
    Optional<AbstractInsnNode> origin(int index) {
        int local = isStatic() ? 0 : 1;
        Type[] types = Type.getArgumentTypes(method.desc);
        for (int i = 0; i < index; i++) {
            local += types[i].getSize();
        }
        return frames.length == 0 || frames[0] == null ? Optional.empty()
                : frames[0].getLocal(index < 0 ? 0 : local).insns.stream().filter(Parameter.class::isInstance).findFirst();
    }

    /** The index of the parameter that is in a local. */
    int parameter(int local) {
        int next = isStatic() ? 0 : 1;
        Type[] types = Type.getArgumentTypes(method.desc);
        for (int i = 0; i < types.length; i++) {
            if (next == local) {
                return i;
            }
            next += types[i].getSize();
        }
        throw new IllegalArgumentException("no parameter begins at " + local);
    }

    Place place(AbstractInsnNode instruction) {
        int line = 0;
        for (AbstractInsnNode each = instruction; each != null && line == 0; each = each.getPrevious()) {
            line = each instanceof LineNumberNode number ? number.line : 0;
        }
        String name = method.name.startsWith("lambda$") ? method.name.split("\\$")[1] : method.name;
        return new Place(type.name.replace('/', '.'), name, line);
    }

    /** Knows parameters, and looks through what only moves a value on the stack or to a variable. */
    private static final class Sources extends SourceInterpreter {

        Sources() {
            super(Opcodes.ASM9);
        }

        @Override
        public SourceValue newParameterValue(boolean isInstance, int local, Type type) {
            return new SourceValue(type.getSize(), new Parameter(local));
        }

        @Override
        public SourceValue copyOperation(AbstractInsnNode instruction, SourceValue value) {
            return instruction.getOpcode() == Opcodes.ALOAD ? super.copyOperation(instruction, value) : value;
        }
    }
}
