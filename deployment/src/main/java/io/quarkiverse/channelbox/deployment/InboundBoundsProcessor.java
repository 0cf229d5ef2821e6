package io.quarkiverse.channelbox.deployment;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import io.quarkiverse.channelbox.runtime.inbound.BoundedEndpoint;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import io.quarkus.gizmo.Gizmo;
import io.quarkus.websockets.next.Connection;
import io.quarkus.websockets.next.runtime.WebSocketEndpoint;

/**
 * WebSockets Next tells nobody when an endpoint has handled a message, and queues what comes until then without bound: where it
 * makes the endpoint of a connection, one is put around it that tells.
 */
class InboundBoundsProcessor {

    /** It is package-private. */
    private static final String ENDPOINTS = "io.quarkus.websockets.next.runtime.Endpoints";
    private static final String MAKER = "createEndpoint";
    private static final int CONNECTION = 2;

    @BuildStep
    BytecodeTransformerBuildItem boundEndpoints() {
        return new BytecodeTransformerBuildItem.Builder().setClassToTransform(ENDPOINTS)
                .setVisitorFunction((name, visitor) -> new Wrapping(visitor)).build();
    }

    /** Returns {@code BoundedEndpoint.of(endpoint, connection)} instead of the endpoint. */
    private static final class Wrapping extends ClassVisitor {

        Wrapping(ClassVisitor visitor) {
            super(Gizmo.ASM_API_VERSION, visitor);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(MAKER)) {
                return method;
            }
            return new MethodVisitor(Gizmo.ASM_API_VERSION, method) {
                @Override
                public void visitInsn(int opcode) {
                    if (opcode == Opcodes.ARETURN) {
                        visitVarInsn(Opcodes.ALOAD, CONNECTION);
                        visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(BoundedEndpoint.class), "of",
                                Type.getMethodDescriptor(Type.getType(WebSocketEndpoint.class),
                                        Type.getType(WebSocketEndpoint.class), Type.getType(Connection.class)),
                                false);
                    }
                    super.visitInsn(opcode);
                }
            };
        }
    }
}
