package io.quarkiverse.channelbox.deployment.payload;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

import io.quarkiverse.channelbox.deployment.payload.ClassFiles.Member;
import io.quarkiverse.channelbox.deployment.payload.SignatureType.Declared;

/** What fields hold. */
final class FieldTypes {

    private final ValueTypes values;

    FieldTypes(ValueTypes values) {
        this.values = values;
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
        if (inside.all().isEmpty() && (node.access & Opcodes.ACC_PRIVATE) != 0) {
            return values.once(node, () -> assigned(field.owner(), node));
        }
        return ValueTypes.of(declared, inside.all().isEmpty() ? Found.UNKNOWN : inside);
    }

    /** What a private field, of whatever declared type, is set to. */
    private Found assigned(ClassNode owner, FieldNode field) {
        Found found = Found.NOTHING;
        for (MethodNode method : owner.methods) {
            for (AbstractInsnNode each : method.instructions) {
                if (each instanceof FieldInsnNode access && access.name.equals(field.name) && access.owner.equals(owner.name)
                        && (each.getOpcode() == Opcodes.PUTFIELD || each.getOpcode() == Opcodes.PUTSTATIC)) {
                    MethodFlow flow = values.flow(owner, method);
                    found = flow.isReached(each) ? found.or(values.of(flow, flow.stack(each, 0))) : found;
                }
            }
        }
        return found.equals(Found.NOTHING) ? Found.UNKNOWN : found;
    }
}
