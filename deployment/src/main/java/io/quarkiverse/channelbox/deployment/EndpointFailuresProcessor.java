package io.quarkiverse.channelbox.deployment;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import io.quarkiverse.channelbox.runtime.membership.EndpointFailures;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import io.quarkus.gizmo.Gizmo;

/**
 * Failures that are the client's doing end neither in the log nor in a close frame that says that the server failed. WebSockets
 * Next has one place for failures that no {@code @OnError} took, and no way to ask somebody else there.
 */
class EndpointFailuresProcessor {

    private static final String ENDPOINTS = "io.quarkus.websockets.next.runtime.Endpoints";
    private static final String FAILURES = Type.getInternalName(EndpointFailures.class);

    @BuildStep
    AdditionalBeanBuildItem failures() {
        return AdditionalBeanBuildItem.unremovableOf(EndpointFailures.class);
    }

    @BuildStep
    BytecodeTransformerBuildItem askFirst() {
        return new BytecodeTransformerBuildItem.Builder().setClassToTransform(ENDPOINTS)
                .setVisitorFunction((name, visitor) -> new Asking(visitor)).build();
    }

    /**
     * Begins {@code handleFailure(strategy, cause, message, connection)} with
     * {@code if (EndpointFailures.areHandled(cause, connection)) return;}.
     */
    private static final class Asking extends ClassVisitor {

        Asking(ClassVisitor visitor) {
            super(Gizmo.ASM_API_VERSION, visitor);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals("handleFailure")) {
                return method;
            }
            return new MethodVisitor(Gizmo.ASM_API_VERSION, method) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    Label goOn = new Label();
                    visitVarInsn(Opcodes.ALOAD, 1);
                    visitVarInsn(Opcodes.ALOAD, 3);
                    visitMethodInsn(Opcodes.INVOKESTATIC, FAILURES, "areHandled",
                            "(Ljava/lang/Throwable;Lio/quarkus/websockets/next/Connection;)Z", false);
                    visitJumpInsn(Opcodes.IFEQ, goOn);
                    visitInsn(Opcodes.RETURN);
                    visitLabel(goOn);
                    visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                }
            };
        }
    }
}
