package io.quarkiverse.channelbox.deployment;

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

    private static final int CONNECTION = 2;

    @BuildStep
    BytecodeTransformerBuildItem boundEndpoints() {
        return MethodChange.of(MethodChange.ENDPOINTS, "createEndpoint\\(.*", Wrapping::new);
    }

    /** Returns {@code BoundedEndpoint.of(endpoint, connection)} instead of the endpoint. */
    private static final class Wrapping extends MethodVisitor {

        Wrapping(MethodVisitor method) {
            super(Gizmo.ASM_API_VERSION, method);
        }

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
    }
}
