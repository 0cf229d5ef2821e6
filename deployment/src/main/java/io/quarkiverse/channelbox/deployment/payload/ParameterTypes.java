package io.quarkiverse.channelbox.deployment.payload;

import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

import io.quarkiverse.channelbox.deployment.payload.Calls.Call;
import io.quarkiverse.channelbox.deployment.payload.SignatureType.Declared;

/** What parameters are given. */
final class ParameterTypes {

    private final ValueTypes values;
    private final Calls calls;

    ParameterTypes(ValueTypes values, Calls calls) {
        this.values = values;
        this.calls = calls;
    }

    Found parameter(MethodFlow flow, MethodFlow.Parameter source) {
        if (source.local == 0 && !flow.isStatic()) {
            return Found.known(flow.type.name).holding(values.variables(flow.type));
        }
        int index = flow.parameter(source.local);
        String variable = flow.variable(source.local, source);
        Declared declared = values.signatures.read(
                variable == null ? Signatures.parameters(flow.method).get(index) : variable, flow.type, flow.method);
        if (!declared.found().isUnknown()) {
            return declared.found();
        }
        Found given = given(flow, index);
        if (declared.hasVariable()) {
            given = given.or(values.variables(flow.type));
        }
        if (given.equals(Found.NOTHING)) {
            return declared.found();
        }
        if (values.files.overridesForeign(flow.type, flow.method)) {
            // It may be called from there as well.
            given = given.or(Found.UNKNOWN);
        }
        return declared.found().classes().isEmpty() ? given : declared.found().holding(given.inside());
    }

    /** What the callers of the method pass. */
    private Found given(MethodFlow flow, int index) {
        Found found = Found.NOTHING;
        for (Call call : calls.of(flow.type.name, flow.method.name, flow.method.desc)) {
            found = found.or(passed(call, flow.isStatic() || flow.method.name.equals("<init>"), index));
        }
        return found;
    }

    Found passed(Call call, boolean toStatic, int index) {
        MethodFlow flow = values.flow(call.type(), call.method());
        if (!flow.isReached(call.instruction())) {
            return Found.NOTHING;
        }
        Found found = call.instruction() instanceof MethodInsnNode direct
                ? values.of(flow, flow.argument(direct, direct.desc, index))
                : byLambda(flow, (InvokeDynamicInsnNode) call.instruction(), toStatic ? index : index + 1);
        return found.at(flow.place(call.instruction()));
    }

    /** Of what a lambda calls, the first arguments are those that it was made with. */
    private Found byLambda(MethodFlow flow, InvokeDynamicInsnNode lambda, int index) {
        int captured = Type.getArgumentCount(lambda.desc);
        if (index < captured) {
            return values.of(flow, flow.argument(lambda, lambda.desc, index));
        }
        Type type = ((Type) lambda.bsmArgs[2]).getArgumentTypes()[index - captured];
        Found declared = values.signatures.read(type.getDescriptor(), flow.type, null).found();
        if (!declared.isUnknown()) {
            return declared;
        }
        Found used = values.usedWith(flow, lambda);
        return used.all().isEmpty() ? declared
                : declared.classes().isEmpty() ? used : declared.holding(used);
    }
}
