package io.quarkiverse.channelbox.deployment.payload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which methods of the application call one of its own methods, or one of the extension. The constant pools of all its classes
 * are looked through, which is quick; only classes that have something to call are read.
 */
final class Calls {

    /** A call, the creation of a lambda or a method reference that calls, or an access to a field. */
    record Call(ClassNode type, MethodNode method, AbstractInsnNode instruction) {
    }

    private static final int FIELD_REF = 9;
    private static final int METHOD_REF = 10;
    private static final int INTERFACE_METHOD_REF = 11;

    private final ClassFiles files;
    /** The classes that call a method of this name and descriptor, whosever it is. */
    private final Map<String, Set<String>> callers = new HashMap<>();
    /** The classes that read or write a field of this name, whosever it is. */
    private final Map<String, Set<String>> accessors = new HashMap<>();

    /** @param api begin of the names of classes that are not of the application, and are looked for all the same */
    Calls(ClassFiles files, String api) {
        this.files = files;
        files.forEach((name, reader) -> index(name, reader, api));
    }

    private void index(String caller, ClassReader reader, String api) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            int tag = item == 0 ? 0 : reader.readByte(item - 1);
            if (tag == FIELD_REF && files.isApplication(reader.readClass(item, buffer))) {
                int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
                accessors.computeIfAbsent(reader.readUTF8(nameAndType, buffer), key -> new LinkedHashSet<>()).add(caller);
            } else if (tag == METHOD_REF || tag == INTERFACE_METHOD_REF) {
                String owner = reader.readClass(item, buffer);
                if (files.isApplication(owner) || owner.startsWith(api)) {
                    int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
                    callers.computeIfAbsent(reader.readUTF8(nameAndType, buffer) + reader.readUTF8(nameAndType + 2, buffer),
                            key -> new LinkedHashSet<>()).add(caller);
                }
            }
        }
    }

    /** The calls of a method, by its class or by one that inherits it or that it is inherited from. */
    List<Call> of(String owner, String name, String descriptor) {
        List<Call> calls = new ArrayList<>();
        for (ClassNode type : files.findAll(callers.getOrDefault(name + descriptor, Set.of()))) {
            for (MethodNode method : type.methods) {
                for (AbstractInsnNode instruction : method.instructions) {
                    if (calls(instruction, owner, name, descriptor)) {
                        calls.add(new Call(type, method, instruction));
                    }
                }
            }
        }
        return calls;
    }

    /** Where a field of the application is read or written. */
    List<Call> accesses(FieldNode field) {
        List<Call> accesses = new ArrayList<>();
        for (ClassNode type : files.findAll(accessors.getOrDefault(field.name, Set.of()))) {
            for (MethodNode method : type.methods) {
                for (AbstractInsnNode instruction : method.instructions) {
                    if (instruction instanceof FieldInsnNode access && access.name.equals(field.name)
                            && files.field(access.owner, access.name).filter(found -> found.node() == field).isPresent()) {
                        accesses.add(new Call(type, method, instruction));
                    }
                }
            }
        }
        return accesses;
    }

    private boolean calls(AbstractInsnNode instruction, String owner, String name, String descriptor) {
        if (instruction instanceof MethodInsnNode call) {
            return call.name.equals(name) && call.desc.equals(descriptor) && mayBeOf(call.owner, owner, name);
        }
        return instruction instanceof InvokeDynamicInsnNode dynamic && isLambda(dynamic)
                && implementation(dynamic).getName().equals(name) && implementation(dynamic).getDesc().equals(descriptor)
                && mayBeOf(implementation(dynamic).getOwner(), owner, name);
    }

    private boolean mayBeOf(String called, String owner, String name) {
        return name.equals("<init>") ? called.equals(owner) : files.areRelated(called, owner);
    }

    static boolean isLambda(InvokeDynamicInsnNode dynamic) {
        return dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory");
    }

    /** What a lambda or a method reference calls. */
    static Handle implementation(InvokeDynamicInsnNode lambda) {
        return (Handle) lambda.bsmArgs[1];
    }
}
