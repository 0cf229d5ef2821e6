package io.quarkiverse.channelbox.deployment;

import java.util.function.Consumer;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import io.quarkiverse.channelbox.runtime.membership.EndpointFailures;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import io.quarkus.gizmo.Gizmo;
import io.quarkus.websockets.next.runtime.WebSocketConnectionBase;
import io.quarkus.websockets.next.runtime.WebSocketEndpointBase;

/**
 * Failures that are the client's doing end neither in the log nor in a close frame that says that the server failed. WebSockets
 * Next has one place for failures that no {@code @OnError} took, one more for those of a {@code Multi} that an endpoint
 * returns, and no way to ask somebody else there.
 */
class EndpointFailuresProcessor {

    private static final String FAILURES = Type.getInternalName(EndpointFailures.class);

    @BuildStep
    AdditionalBeanBuildItem failures() {
        return AdditionalBeanBuildItem.unremovableOf(EndpointFailures.class);
    }

    @BuildStep
    void askFirst(BuildProducer<BytecodeTransformerBuildItem> transformers) {
        // handleFailure(strategy, failure, message, connection)
        transformers.produce(asking(MethodChange.ENDPOINTS, "handleFailure\\(.*", method -> {
            method.visitVarInsn(Opcodes.ALOAD, 1);
            method.visitVarInsn(Opcodes.ALOAD, 3);
        }));
        // What is subscribed with in multiText and multiBinary for their failures.
        transformers.produce(asking(WebSocketEndpointBase.class.getName(),
                "lambda\\$multi.*\\(Ljava/lang/Throwable;\\)V", method -> {
                    method.visitVarInsn(Opcodes.ALOAD, 1);
                    method.visitVarInsn(Opcodes.ALOAD, 0);
                    method.visitFieldInsn(Opcodes.GETFIELD, Type.getInternalName(WebSocketEndpointBase.class), "connection",
                            Type.getDescriptor(WebSocketConnectionBase.class));
                }));
    }

    /**
     * Has methods begin with {@code if (EndpointFailures.areHandled(failure, connection)) return;}.
     *
     * @param arguments puts the failure and the connection on the stack
     */
    private static BytecodeTransformerBuildItem asking(String type, String methods, Consumer<MethodVisitor> arguments) {
        return MethodChange.of(type, methods, method -> new Asking(method, arguments));
    }

    private static final class Asking extends MethodVisitor {

        private final Consumer<MethodVisitor> arguments;

        Asking(MethodVisitor method, Consumer<MethodVisitor> arguments) {
            super(Gizmo.ASM_API_VERSION, method);
            this.arguments = arguments;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            Label goOn = new Label();
            arguments.accept(this);
            visitMethodInsn(Opcodes.INVOKESTATIC, FAILURES, "areHandled",
                    "(Ljava/lang/Throwable;Lio/quarkus/websockets/next/Connection;)Z", false);
            visitJumpInsn(Opcodes.IFEQ, goOn);
            visitInsn(Opcodes.RETURN);
            visitLabel(goOn);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        }
    }
}
