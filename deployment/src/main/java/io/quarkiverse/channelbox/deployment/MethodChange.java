package io.quarkiverse.channelbox.deployment;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;

import io.quarkus.builder.Version;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import io.quarkus.gizmo.Gizmo;

/**
 * Changes methods of a class of WebSockets Next. If there are none, as another version may have others, the build ends: nothing
 * else would tell that the application lacks what the change is for.
 */
final class MethodChange extends ClassVisitor {

    /** It is package-private. */
    static final String ENDPOINTS = "io.quarkus.websockets.next.runtime.Endpoints";

    private final String type;
    private final Pattern methods;
    private final UnaryOperator<MethodVisitor> change;
    private boolean isFound;

    private MethodChange(ClassVisitor visitor, String type, Pattern methods, UnaryOperator<MethodVisitor> change) {
        super(Gizmo.ASM_API_VERSION, visitor);
        this.type = type;
        this.methods = methods;
        this.change = change;
    }

    /** @param methods a regular expression for their names, each with its descriptor */
    static BytecodeTransformerBuildItem of(String type, String methods, UnaryOperator<MethodVisitor> change) {
        if (Thread.currentThread().getContextClassLoader().getResource(type.replace('.', '/') + ".class") == null) {
            throw missing("the class " + type);
        }
        Pattern pattern = Pattern.compile(methods);
        return new BytecodeTransformerBuildItem.Builder().setClassToTransform(type)
                .setVisitorFunction((name, visitor) -> new MethodChange(visitor, type, pattern, change)).build();
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (!methods.matcher(name + descriptor).matches()) {
            return method;
        }
        isFound = true;
        return change.apply(method);
    }

    @Override
    public void visitEnd() {
        if (!isFound) {
            throw missing("the method " + methods + " of " + type);
        }
        super.visitEnd();
    }

    private static IllegalStateException missing(String what) {
        return new IllegalStateException("channel-box changes " + what + ", which Quarkus " + Version.getVersion()
                + " does not have; build with Quarkus 3.33, which this version of channel-box is for");
    }
}
