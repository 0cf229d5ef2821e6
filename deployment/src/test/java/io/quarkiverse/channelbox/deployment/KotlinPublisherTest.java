package io.quarkiverse.channelbox.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.V17;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.Argument;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.PublisherMethod;

/** Interfaces as the Kotlin compiler writes them: with names of parameters or without, with bodies, and suspending. */
class KotlinPublisherTest {

    private static final String NAME = "org/acme/OrderEvents";
    private static final String PAYLOAD = "(Ljava/lang/String;Lorg/acme/Order;)V";

    private final ClassWriter kotlin = type(NAME, ACC_PUBLIC | ACC_ABSTRACT | ACC_INTERFACE);
    private final ClassWriter bodies = type(NAME + "$DefaultImpls", ACC_PUBLIC);

    private static ClassWriter type(String name, int flags) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(V17, flags, name, null, "java/lang/Object", null);
        return writer;
    }

    private MethodVisitor method(String name, String descriptor) {
        return kotlin.visitMethod(ACC_PUBLIC | ACC_ABSTRACT, name, descriptor, null, null);
    }

    private PublisherMethodReader reader(Index index) {
        var publisher = index.getClassByName(DotName.createSimple(NAME.replace('/', '.')));
        return new PublisherMethodReader(publisher, "orders-{customer}", publisher.methods().get(0), TypeVariables.none(),
                index);
    }

    private Index index(ClassWriter... classes) throws IOException {
        Indexer indexer = new Indexer();
        for (ClassWriter each : classes) {
            indexer.index(new ByteArrayInputStream(each.toByteArray()));
        }
        return indexer.complete();
    }

    private void assertProblem(String problem, ClassWriter... classes) throws IOException {
        PublisherMethodReader reader = reader(index(classes));
        reader.read(Set.of("customer"));
        assertTrue(reader.problems().contains("@GroupPublisher(\"orders-{customer}\") on org.acme.OrderEvents: " + problem),
                reader.problems()::toString);
    }

    @Test
    void withTheNamesOfParametersIsLikeAnyOther() throws IOException {
        MethodVisitor method = method("placed", PAYLOAD);
        method.visitParameter("customer", 0);
        method.visitParameter("order", 0);
        method.visitEnd();
        PublisherMethodReader reader = reader(index(kotlin));
        PublisherMethod read = reader.read(Set.of("customer"));
        assertEquals(List.of(), reader.problems());
        assertEquals(List.of(new Argument.Name("customer", Type.create(DotName.STRING_NAME, Type.Kind.CLASS)),
                new Argument.Payload(Type.create(DotName.createSimple("org.acme.Order"), Type.Kind.CLASS))), read.arguments());
    }

    @Test
    void withoutTheNamesOfParameters() throws IOException {
        method("placed", PAYLOAD).visitEnd();
        assertProblem("placed() has a parameter without a name in the class file (#1); compile with -parameters"
                + " (Kotlin: -java-parameters)", kotlin);
    }

    @Test
    void suspending() throws IOException {
        MethodVisitor method = kotlin.visitMethod(ACC_PUBLIC | ACC_ABSTRACT, "placed",
                "(Ljava/lang/String;Lkotlin/coroutines/Continuation;)Ljava/lang/Object;", null, null);
        method.visitParameter("customer", 0);
        method.visitParameter("$completion", 0);
        method.visitEnd();
        assertProblem("placed() is a suspend function; return Uni<Receipt> and await it: orders.shipped(…).awaitSuspending()",
                kotlin);
    }

    @Test
    void withABody() throws IOException {
        method("placed", PAYLOAD).visitEnd();
        bodies.visitMethod(ACC_PUBLIC | ACC_STATIC, "placed", "(L" + NAME + ";Ljava/lang/String;Lorg/acme/Order;)V", null, null)
                .visitEnd();
        assertProblem("placed() has a body, which the Kotlin compiler put into org.acme.OrderEvents$DefaultImpls; compile with"
                + " -Xjvm-default=all, so that it is a default method", kotlin, bodies);
    }
}
