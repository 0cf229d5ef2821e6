package io.quarkiverse.channelbox.deployment.payload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

import io.quarkiverse.channelbox.deployment.payload.SignatureType.Declared;

/** Reads what signatures of class files name. */
final class Signatures {

    /** For a type variable that is known elsewhere. */
    private static final Set<String> SOMETHING = Set.of("java/lang/String");

    private final ClassFiles files;

    Signatures(ClassFiles files) {
        this.files = files;
    }

    /**
     * @param type signature or descriptor
     * @param declaring where it is written: the class, and the method or {@code null}, whose type variables it may name
     */
    Declared read(String type, ClassNode declaring, MethodNode method) {
        Map<String, Set<String>> bounds = new HashMap<>();
        if (type.indexOf('T') >= 0) {
            bounds.putAll(bounds(declaring.signature));
            bounds.putAll(bounds(method == null ? null : method.signature));
        }
        return read(type, bounds);
    }

    /** As it is where the class is used: there it is said what its type variables are. */
    Declared readUsed(String type, ClassNode declaring, MethodNode method) {
        Map<String, Set<String>> bounds = new HashMap<>();
        bounds(declaring.signature).forEach((name, bound) -> bounds.put(name, bound.isEmpty() ? SOMETHING : bound));
        bounds.putAll(bounds(method == null ? null : method.signature));
        return read(type, bounds);
    }

    private Declared read(String type, Map<String, Set<String>> bounds) {
        SignatureType reader = new SignatureType(files, bounds);
        new SignatureReader(type).acceptType(reader);
        Declared declared = reader.declared();
        return declared.found().all().stream().anyMatch(this::isOfAnything)
                ? new Declared(declared.found().or(Found.UNKNOWN), declared.isVariable(), declared.hasVariable())
                : declared;
    }

    /** A class of the application that is a list, a map or the like of anything. */
    private boolean isOfAnything(String name) {
        return files.isApplication(name) && inherited(name).isUnknown();
    }

    /** The types of the parameters as they are written; as many as the descriptor has, or else those of the descriptor. */
    static List<String> parameters(MethodNode method) {
        List<String> erased = new ArrayList<>();
        for (Type type : Type.getArgumentTypes(method.desc)) {
            erased.add(type.getDescriptor());
        }
        if (method.signature == null) {
            return erased;
        }
        List<String> parameters = split(method.signature.substring(method.signature.indexOf('(') + 1,
                method.signature.indexOf(')')));
        return parameters.size() == erased.size() ? parameters : erased;
    }

    static String returned(MethodNode method) {
        String signature = method.signature == null ? method.desc : method.signature;
        String returned = signature.substring(signature.indexOf(')') + 1);
        int thrown = returned.indexOf('^');
        return thrown < 0 ? returned : returned.substring(0, thrown);
    }

    private static List<String> split(String types) {
        List<String> split = new ArrayList<>();
        int begin = 0;
        int depth = 0;
        for (int i = 0; i < types.length(); i++) {
            char c = types.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (c == 'L' || c == 'T') {
                // A name, up to its end or its arguments.
                while (types.charAt(i + 1) != ';' && types.charAt(i + 1) != '<') {
                    i++;
                }
            } else if (depth == 0 && c != '[' && c != '>' && c != '.') {
                split.add(types.substring(begin, i + 1));
                begin = i + 1;
            }
        }
        return split;
    }

    /** The bounds of the type variables that a signature declares: empty if it can be anything. */
    private static Map<String, Set<String>> bounds(String signature) {
        Map<String, Set<String>> bounds = new HashMap<>();
        if (signature != null && signature.startsWith("<")) {
            new SignatureReader(signature).accept(new SignatureVisitor(Opcodes.ASM9) {

                private Set<String> current;

                @Override
                public void visitFormalTypeParameter(String name) {
                    current = bounds.computeIfAbsent(name, key -> new LinkedHashSet<>());
                }

                @Override
                public SignatureVisitor visitClassBound() {
                    return new Names(current);
                }

                @Override
                public SignatureVisitor visitInterfaceBound() {
                    return new Names(current);
                }
            });
            bounds.values().forEach(each -> each.removeIf(SignatureType::isAnything));
        }
        return bounds;
    }

    /** What the class and those above it say of the type arguments of what they extend: of a list of orders, orders. */
    Found inherited(String name) {
        ClassNode node = files.find(name).orElse(null);
        if (node == null) {
            return Found.NOTHING;
        }
        Found found = node.signature == null ? Found.NOTHING : arguments(node, null);
        for (String each : ClassFiles.supers(node)) {
            if (!each.startsWith("java/")) {
                found = found.or(inherited(each));
            }
        }
        return found;
    }

    /** What the class says of the type arguments of what it extends; of one of those, or of all. */
    Found arguments(ClassNode node, String of) {
        List<SignatureType> supers = new ArrayList<>();
        new SignatureReader(node.signature).accept(new SignatureVisitor(Opcodes.ASM9) {
            @Override
            public SignatureVisitor visitSuperclass() {
                return visitInterface();
            }

            @Override
            public SignatureVisitor visitInterface() {
                supers.add(new SignatureType(files, bounds(node.signature)));
                return supers.get(supers.size() - 1);
            }
        });
        Found found = Found.NOTHING;
        for (SignatureType each : supers) {
            if (of == null || each.isOf(of)) {
                found = found.or(each.arguments());
            }
        }
        return found;
    }

    /** All classes that a bound names. */
    private static final class Names extends SignatureVisitor {

        private final Set<String> names;

        Names(Set<String> names) {
            super(Opcodes.ASM9);
            this.names = names;
        }

        @Override
        public void visitClassType(String name) {
            names.add(name);
        }
    }
}
