package io.quarkiverse.channelbox.deployment.payload;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

import io.quarkiverse.channelbox.deployment.payload.Calls.Call;
import io.quarkiverse.channelbox.deployment.payload.ClassFiles.Member;
import io.quarkiverse.channelbox.deployment.payload.SignatureType.Declared;

/** What fields hold. */
final class FieldTypes {

    private final ValueTypes values;
    private final Calls calls;

    FieldTypes(ValueTypes values, Calls calls) {
        this.values = values;
        this.calls = calls;
    }

    /** What is read from a field. */
    Found read(MethodFlow flow, FieldInsnNode access) {
        Member<FieldNode> field = values.files.field(access.owner, access.name).orElse(null);
        if (field == null) {
            return values.erased(access.desc, flow);
        }
        FieldNode node = field.node();
        Declared declared = values.signatures.read(node.signature == null ? node.desc : node.signature, field.owner(), null);
        if (!declared.found().isUnknown()) {
            return declared.found();
        }
        Found inside = Found.NOTHING;
        if (declared.hasVariable() && access.getOpcode() == Opcodes.GETFIELD) {
            inside = values.of(flow, flow.stack(access, 0)).inside().or(values.signatures.inherited(access.owner));
        }
        if (!inside.all().isEmpty()) {
            return ValueTypes.of(declared, inside);
        }
        Found assigned = assigned(field.owner(), node);
        return assigned.isUnknown() ? assigned.or(declared.found()) : assigned;
    }

    /** What a field of the application, of whatever declared type, is set to anywhere in it. */
    Found assigned(ClassNode owner, FieldNode field) {
        return values.files.isApplication(owner.name) ? values.once(field, () -> assigned(field)) : Found.UNKNOWN;
    }

    private Found assigned(FieldNode field) {
        Found found = Found.NOTHING;
        for (Call access : calls.accesses(field)) {
            AbstractInsnNode each = access.instruction();
            if (each.getOpcode() == Opcodes.PUTFIELD || each.getOpcode() == Opcodes.PUTSTATIC) {
                MethodFlow flow = values.flow(access.type(), access.method());
                found = flow.isReached(each) ? found.or(values.of(flow, flow.stack(each, 0))) : found;
            }
        }
        return found.equals(Found.NOTHING) ? Found.UNKNOWN : found;
    }
}
