package io.quarkiverse.channelbox.deployment.payload;

import java.util.List;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

import io.quarkiverse.channelbox.deployment.payload.ClassFiles.Member;
import io.quarkiverse.channelbox.deployment.payload.SignatureType.Declared;

/** What calls and lambdas return. */
final class CallTypes {

    private final ValueTypes values;
    private final Hierarchy hierarchy;

    CallTypes(ValueTypes values, Hierarchy hierarchy) {
        this.values = values;
        this.hierarchy = hierarchy;
    }

    Found returned(MethodFlow flow, MethodInsnNode call) {
        Member<MethodNode> called = values.files.method(call.owner, call.name, call.desc).orElse(null);
        if (called == null) {
            return values.signatures.read(Type.getReturnType(call.desc).getDescriptor(), flow.type, null).found();
        }
        Declared declared = declared(called);
        if (!declared.found().isUnknown()) {
            return declared.found();
        }
        if (declared.hasVariable()) {
            Found made = inputs(flow, call, called);
            boolean isApplication = values.files.isApplication(called.owner().name);
            if (!isApplication && !declared.isVariable() && values.isContainer(Type.getReturnType(call.desc))) {
                made = made.or(values.filled(flow, call));
            }
            if (!made.all().isEmpty() || !isApplication) {
                return ValueTypes.of(declared, made);
            }
        }
        return body(called, declared);
    }

    private Declared declared(Member<MethodNode> method) {
        return values.signatures.read(Signatures.returned(method.node()), method.owner(), method.node());
    }

    /** Where what is declared says little, the code may say more. */
    private Found body(Member<MethodNode> called, Declared declared) {
        List<Member<MethodNode>> bodies = hierarchy.bodies(called);
        return bodies.isEmpty() ? declared.found() : values.bodies(bodies);
    }

    /** What the type variables stand for, by the receiver and by what is passed. */
    private Found inputs(MethodFlow flow, MethodInsnNode call, Member<MethodNode> called) {
        Found found = Found.NOTHING;
        if (call.getOpcode() != Opcodes.INVOKESTATIC && values.files.isGeneric(called.owner().name)) {
            Found receiver = values.of(flow, flow.receiver(call, call.desc));
            found = receiver.inside().or(inherited(call.owner)).or(inheritedByAll(receiver));
        }
        return found.or(arguments(flow, call, called));
    }

    private Found inheritedByAll(Found receiver) {
        return receiver.classes().stream().map(this::inherited).reduce(Found.NOTHING, Found::or);
    }

    private Found inherited(String name) {
        return values.files.isGeneric(name) ? Found.NOTHING : values.signatures.inherited(name);
    }

    /** What a call passes for parameters with type variables. */
    Found arguments(MethodFlow flow, MethodInsnNode call, Member<MethodNode> called) {
        Found found = Found.NOTHING;
        List<String> parameters = Signatures.parameters(called.node());
        for (int i = 0; i < parameters.size(); i++) {
            Declared parameter = values.signatures.read(parameters.get(i), called.owner(), called.node());
            if (parameter.hasVariable()) {
                Found argument = values.of(flow, flow.argument(call, call.desc, i));
                found = found.or(parameter.isVariable() ? argument : argument.inside());
            }
        }
        return found;
    }

    /** As what is in it, what it returns. */
    Found lambda(InvokeDynamicInsnNode lambda) {
        Handle implementation = Calls.implementation(lambda);
        if (implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            return Found.known().holding(Found.known(implementation.getOwner()));
        }
        Type returned = ((Type) lambda.bsmArgs[2]).getReturnType();
        if (returned.getSort() != Type.OBJECT && returned.getSort() != Type.ARRAY) {
            return Found.NOTHING;
        }
        Member<MethodNode> called = values.files
                .method(implementation.getOwner(), implementation.getName(), implementation.getDesc()).orElse(null);
        if (called == null) {
            return Found.NOTHING;
        }
        Declared declared = declared(called);
        Found found = declared.found().isUnknown() ? body(called, declared) : declared.found();
        if (found.isUnknown()) {
            // The compiler knew more where the lambda was made.
            Found instantiated = values.signatures.read(returned.getDescriptor(), called.owner(), null).found();
            found = instantiated.isUnknown() ? found : instantiated;
        }
        return Found.known().holding(found);
    }

    /** What a lambda is called with, as far as what it is passed to says so: a list of orders, orders. */
    Found user(MethodFlow flow, InvokeDynamicInsnNode lambda) {
        Found found = Found.NOTHING;
        for (AbstractInsnNode each : flow.method.instructions) {
            if (each instanceof MethodInsnNode call && flow.isReached(call) && takes(flow, call, lambda)) {
                Member<MethodNode> called = values.files.method(call.owner, call.name, call.desc).orElse(null);
                found = called == null ? found : found.or(inputs(flow, call, called));
            }
        }
        return found;
    }

    private static boolean takes(MethodFlow flow, MethodInsnNode call, InvokeDynamicInsnNode lambda) {
        for (int i = Type.getArgumentCount(call.desc) - 1; i >= 0; i--) {
            if (flow.origins(flow.stack(call, i)).contains(lambda)) {
                return true;
            }
        }
        return false;
    }
}
