package io.quarkiverse.channelbox.deployment.payload;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.signature.SignatureVisitor;

import io.quarkiverse.channelbox.deployment.payload.Found.State;

/** One type: the class itself at depth 0, its type arguments below. */
final class SignatureType extends SignatureVisitor {

    /** Types of which anything can be. */
    private static final Set<String> ANYTHING = Set.of("java/lang/Object", "java/io/Serializable", "java/lang/Comparable",
            "java/lang/Cloneable", "java/lang/Record", "java/lang/constant/Constable");

    /**
     * A type as it is written.
     *
     * @param found unknown if a part of it can be anything
     * @param isVariable whether it is a type variable, or an array of one
     * @param hasVariable whether one is in it
     */
    record Declared(Found found, boolean isVariable, boolean hasVariable) {
    }

    private final ClassFiles files;
    private final Map<String, Set<String>> bounds;
    private final Set<String> classes;
    private final Set<String> contents;
    private final SignatureType parent;
    private boolean anything;
    private boolean hasOpenArgument;
    private boolean isVariable;
    private boolean hasVariable;
    private String current;
    private boolean hasArguments;

    /** @param bounds of the type variables that it may name: empty if they can be anything */
    SignatureType(ClassFiles files, Map<String, Set<String>> bounds) {
        this(files, bounds, new LinkedHashSet<>(), new LinkedHashSet<>(), null);
    }

    private SignatureType(ClassFiles files, Map<String, Set<String>> bounds, Set<String> classes, Set<String> contents,
            SignatureType parent) {
        super(Opcodes.ASM9);
        this.files = files;
        this.bounds = bounds;
        this.classes = classes;
        this.contents = contents;
        this.parent = parent;
    }

    Declared declared() {
        return new Declared(new Found(classes, contents, anything ? State.UNKNOWN : State.KNOWN, Set.of()), isVariable,
                hasVariable);
    }

    static boolean isAnything(String name) {
        return ANYTHING.contains(name);
    }

    boolean isOf(String name) {
        return classes.contains(name);
    }

    /** What the type arguments name. */
    Found arguments() {
        Found found = contents.isEmpty() ? Found.NOTHING : Found.known(contents.toArray(String[]::new));
        return hasOpenArgument && isContainer() ? found.or(Found.UNKNOWN) : found;
    }

    /** What {@code Function<Object, Object>} is given says nothing of what is in it. */
    private boolean isContainer() {
        return !current.startsWith("java/") || files.isSubtype(current, "java/lang/Iterable")
                || files.isSubtype(current, "java/util/Map");
    }

    @Override
    public void visitClassType(String name) {
        current = name;
    }

    @Override
    public void visitInnerClassType(String name) {
        current += "$" + name;
    }

    @Override
    public SignatureVisitor visitTypeArgument(char wildcard) {
        hasArguments = true;
        return new SignatureType(files, bounds, contents, contents, this);
    }

    @Override
    public void visitTypeArgument() {
        hasArguments = true;
        hasOpenArgument = true;
        anything();
    }

    @Override
    public void visitTypeVariable(String name) {
        isVariable = true;
        Set<String> bound = bounds.getOrDefault(name, Set.of());
        classes.addAll(bound);
        for (SignatureType each = this; each != null; each = each.parent) {
            each.hasVariable = true;
            each.anything |= bound.isEmpty();
        }
    }

    @Override
    public SignatureVisitor visitArrayType() {
        return this;
    }

    @Override
    public void visitEnd() {
        if (ANYTHING.contains(current)) {
            anything();
        } else {
            classes.add(current);
            if (!hasArguments && files.isGeneric(current)) {
                anything();
            }
        }
    }

    private void anything() {
        for (SignatureType each = this; each != null; each = each.parent) {
            each.anything = true;
            each.hasOpenArgument |= each != this;
        }
    }
}
