package io.quarkiverse.channelbox.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkus.builder.Version;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;

/** A Quarkus whose classes do not have what is changed in them does not make an application that lacks the changes. */
class MethodChangeTest {

    private final List<BytecodeTransformerBuildItem> changes = new ArrayList<>();

    @Test
    void whatIsNotThereEndsTheBuild() {
        changes.add(new InboundBoundsProcessor().boundEndpoints());
        new EndpointFailuresProcessor().askFirst(changes::add);
        new SessionStatesProcessor().tellOfSessions(List.of(new EventEndpointBuildItem(null, "", true, List.of())),
                changes::add);
        assertEquals(4, changes.size());
        for (BytecodeTransformerBuildItem change : changes) {
            String type = change.getClassToTransform();
            ClassVisitor empty = change.getVisitorFunction().apply(type, new ClassWriter(0));
            empty.visit(Opcodes.V17, 0, type.replace('.', '/'), null, "java/lang/Object", null);
            String message = assertThrows(IllegalStateException.class, empty::visitEnd, type).getMessage();
            assertTrue(message.contains(" of " + type + ", which Quarkus " + Version.getVersion() + " does not have"), message);
        }
    }
}
