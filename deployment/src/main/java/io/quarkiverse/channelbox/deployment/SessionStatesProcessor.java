package io.quarkiverse.channelbox.deployment;

import java.util.List;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.runtime.command.SessionStates;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import io.quarkus.gizmo.Gizmo;
import io.quarkus.websockets.next.runtime.ContextSupport;

/**
 * Methods for events are called in the session context of their connection, which WebSockets Next makes and hands out to
 * nobody: where it is kept, it is told to {@link SessionStates}, too.
 */
class SessionStatesProcessor {

    private static final String STATES = Type.getInternalName(SessionStates.class);

    @BuildStep
    void tellOfSessions(List<EventEndpointBuildItem> endpoints, BuildProducer<BytecodeTransformerBuildItem> transformers) {
        if (!endpoints.isEmpty()) {
            transformers.produce(MethodChange.of(ContextSupport.class.getName(), "<init>\\(.*", Telling::new));
        }
    }

    /** Adds to the end of the constructor: {@code SessionStates.opened(connection, sessionContextState)}. */
    private static final class Telling extends MethodVisitor {

        Telling(MethodVisitor constructor) {
            super(Gizmo.ASM_API_VERSION, constructor);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.RETURN) {
                visitVarInsn(Opcodes.ALOAD, 1);
                visitVarInsn(Opcodes.ALOAD, 2);
                visitMethodInsn(Opcodes.INVOKESTATIC, STATES, "opened",
                        "(Lio/quarkus/websockets/next/Connection;Lio/quarkus/arc/InjectableContext$ContextState;)V", false);
            }
            super.visitInsn(opcode);
        }
    }
}
