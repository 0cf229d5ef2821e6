package io.quarkiverse.channelbox.deployment.payload;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.SourceValue;

import io.quarkiverse.channelbox.deployment.payload.ClassFiles.Member;
import io.quarkiverse.channelbox.deployment.payload.SignatureType.Declared;

/**
 * Finds the type of a value by where it was made. What is declared counts; where that can be anything, what the value is made
 * from: what a list is made of, what the parameter of a method is given by its callers, what a method returns.
 */
final class ValueTypes {

    final ClassFiles files;
    final Signatures signatures;
    private final Calls calls;
    private final Hierarchy hierarchy;
    private final CallTypes callTypes;
    private final FieldTypes fieldTypes;
    private final ParameterTypes parameterTypes;
    private final Map<MethodNode, MethodFlow> flows = new IdentityHashMap<>();
    /** By the instruction or the member that is asked about. */
    private final Map<Object, Found> known = new HashMap<>();

    ValueTypes(ClassFiles files, Calls calls, Hierarchy hierarchy) {
        this.files = files;
        this.signatures = new Signatures(files);
        this.calls = calls;
        this.hierarchy = hierarchy;
        this.callTypes = new CallTypes(this, hierarchy);
        this.fieldTypes = new FieldTypes(this, calls);
        this.parameterTypes = new ParameterTypes(this, calls);
    }

    MethodFlow flow(ClassNode type, MethodNode method) {
        return flows.computeIfAbsent(method, key -> new MethodFlow(type, method));
    }

    /** What is put into what is made there. */
    Found filled(MethodFlow flow, AbstractInsnNode origin) {
        return new Fillings(this, calls, hierarchy).of(flow, origin);
    }

    Found variableArguments(MethodFlow flow, MethodInsnNode call, Member<MethodNode> called) {
        return callTypes.arguments(flow, call, called);
    }

    boolean isContainer(Type type) {
        return type.getSort() == Type.ARRAY || type.getSort() == Type.OBJECT
                && (files.isSubtype(type.getInternalName(), "java/lang/Iterable")
                        || files.isSubtype(type.getInternalName(), "java/util/Map"));
    }

    /** What a field is set to. */
    Found field(ClassNode owner, FieldNode field) {
        return fieldTypes.assigned(owner, field);
    }

    /** What a lambda is called with, by what it is passed to. */
    Found usedWith(MethodFlow flow, InvokeDynamicInsnNode lambda) {
        return callTypes.user(flow, lambda);
    }

    /** What is passed by a call, or by a lambda when it is called. */
    Found passed(Calls.Call call, boolean toStatic, int parameter) {
        return parameterTypes.passed(call, toStatic, parameter);
    }

    Found of(MethodFlow flow, SourceValue value) {
        Found found = Found.NOTHING;
        for (AbstractInsnNode source : value.insns) {
            found = found.or(once(source, () -> made(flow, source)));
        }
        return found;
    }

    /** What leads back to itself adds nothing. */
    Found once(Object key, Supplier<Found> find) {
        Found found = known.get(key);
        if (found == null) {
            known.put(key, Found.NOTHING);
            found = find.get();
            known.put(key, found);
        }
        return found;
    }

    private Found made(MethodFlow flow, AbstractInsnNode source) {
        if (source instanceof MethodFlow.Parameter parameter) {
            return parameterTypes.parameter(flow, parameter);
        }
        if (source instanceof VarInsnNode load) {
            return variable(flow, load);
        }
        if (source instanceof MethodInsnNode call) {
            return callTypes.returned(flow, call);
        }
        if (source instanceof InvokeDynamicInsnNode dynamic) {
            return Calls.isLambda(dynamic) ? callTypes.lambda(dynamic) : Found.known();
        }
        if (source instanceof FieldInsnNode access) {
            return fieldTypes.read(flow, access);
        }
        if (source instanceof LdcInsnNode constant) {
            return constant.cst instanceof Type type && type.getSort() != Type.METHOD
                    ? Found.known().holding(erased(type.getDescriptor(), flow))
                    : Found.known();
        }
        return switch (source.getOpcode()) {
            case Opcodes.ACONST_NULL -> Found.NOTHING;
            case Opcodes.NEW -> created(flow, (TypeInsnNode) source);
            case Opcodes.ANEWARRAY -> array(flow, source, Type.getObjectType(((TypeInsnNode) source).desc).getDescriptor());
            case Opcodes.MULTIANEWARRAY -> array(flow, source, ((MultiANewArrayInsnNode) source).desc);
            case Opcodes.CHECKCAST -> cast(flow, (TypeInsnNode) source);
            case Opcodes.AALOAD -> of(flow, flow.stack(source, 1));
            default -> Found.known(); // numbers, and arrays of them
        };
    }

    private Found variable(MethodFlow flow, VarInsnNode load) {
        String type = flow.variable(load.var, load);
        Found declared = type == null ? Found.UNKNOWN : signatures.read(type, flow.type, flow.method).found();
        return declared.isUnknown() ? of(flow, flow.local(load)) : declared;
    }

    private Found cast(MethodFlow flow, TypeInsnNode cast) {
        Found declared = erased(Type.getObjectType(cast.desc).getDescriptor(), flow);
        Found operand = declared.isUnknown() ? of(flow, flow.stack(cast, 0)) : Found.NOTHING;
        return !declared.isUnknown() ? declared : declared.classes().isEmpty() ? operand : declared.holding(operand.inside());
    }

    Found erased(String descriptor, MethodFlow flow) {
        return signatures.read(descriptor, flow.type, null).found();
    }

    /** What it holds is what its constructor and its methods are given later. */
    private Found created(MethodFlow flow, TypeInsnNode creation) {
        Found found = Found.known(creation.desc);
        if (!files.isGeneric(creation.desc)) {
            // A list of orders, or a type token.
            Found inherited = signatures.inherited(creation.desc);
            if (!inherited.isUnknown()) {
                return inherited.equals(Found.NOTHING) ? found : found.holding(inherited);
            }
            Found given = filled(flow, creation);
            return found.holding(given.equals(Found.NOTHING) ? inherited
                    : given.or(Found.known(inherited.all().toArray(String[]::new))));
        }
        Found given = filled(flow, creation);
        // What is new and gets nothing here is filled elsewhere.
        return found.holding(given.equals(Found.NOTHING) ? Found.UNKNOWN : given);
    }

    private Found array(MethodFlow flow, AbstractInsnNode creation, String type) {
        Found found = erased(type, flow);
        if (!found.isUnknown()) {
            return found;
        }
        Found elements = filled(flow, creation);
        // What is in the arrays of an array is set where they are read from it.
        return creation.getOpcode() == Opcodes.MULTIANEWARRAY ? elements.or(Found.UNKNOWN) : elements;
    }

    /** What those that extend a class say that its type variables are. */
    Found variables(ClassNode type) {
        return hierarchy.extending(type.name).stream().filter(each -> each.signature != null)
                .map(each -> signatures.arguments(each, type.name)).reduce(Found.NOTHING, Found::or);
    }

    /** What is declared, with what its type variables stand for. */
    static Found of(Declared declared, Found variables) {
        return declared.found().classes().isEmpty() ? variables : declared.found().holding(variables);
    }

    /** What a method of the application returns, by its code. */
    Found bodies(List<Member<MethodNode>> methods) {
        Found found = Found.NOTHING;
        for (Member<MethodNode> member : methods) {
            found = found.or(once(member.node(), () -> body(member.owner(), member.node())));
        }
        return found;
    }

    private Found body(ClassNode type, MethodNode method) {
        Found found = Found.NOTHING;
        for (AbstractInsnNode each : method.instructions) {
            if (each.getOpcode() == Opcodes.ARETURN) {
                MethodFlow flow = flow(type, method);
                found = flow.isReached(each) ? found.or(of(flow, flow.stack(each, 0)).at(flow.place(each))) : found;
            }
        }
        return found;
    }
}
