package io.quarkiverse.channelbox.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import io.quarkiverse.channelbox.deployment.payload.PayloadHierarchy;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

class EndpointPayloadsTest {

    record Order() {
    }

    record View() {
    }

    record Hello() {
    }

    record Part() {
    }

    abstract static class Top<A, B> {
        @OnTextMessage
        Multi<B> on(A[] message, WebSocketConnection connection) {
            return null;
        }
    }

    abstract static class Middle<T> extends Top<List<T>, View> {
        @OnOpen
        Uni<Hello> open() {
            return null;
        }

        /** Not a callback. */
        Part part(Part part) {
            return part;
        }
    }

    static class Endpoint extends Middle<Order> {
        @OnBinaryMessage
        void binary(byte[] message) {
        }
    }

    /** {@code @OnTextMessage suspend fun on(order: Order): View}, as the Kotlin compiler writes it. */
    @Test
    void whatSuspendingCallbacksTakeAndReturn() throws Exception {
        ClassWriter kotlin = new ClassWriter(0);
        kotlin.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "org/acme/Suspending", null, "java/lang/Object", null);
        String parameters = "(" + Order.class.descriptorString() + "Lkotlin/coroutines/Continuation";
        MethodVisitor on = kotlin.visitMethod(Opcodes.ACC_PUBLIC, "on", parameters + ";)Ljava/lang/Object;",
                parameters + "<-" + View.class.descriptorString() + ">;)Ljava/lang/Object;", null);
        on.visitAnnotation(OnTextMessage.class.descriptorString(), true).visitEnd();
        on.visitEnd();
        EndpointPayloads payloads = EndpointPayloads.of(Index.singleClass(kotlin.toByteArray()), Index.of(Order.class));
        assertEquals(List.of(Type.create(Order.class)), payloads.taken());
        assertEquals(List.of(Type.create(View.class)), List.copyOf(payloads.returned().values()));
    }

    @Test
    void whatCallbacksTakeAndReturn() throws Exception {
        Index index = Index.of(Order.class, View.class, Hello.class, Part.class, Top.class, Middle.class, Endpoint.class);
        EndpointPayloads payloads = EndpointPayloads.of(index.getClassByName(Endpoint.class), index);
        PayloadHierarchy hierarchy = new PayloadHierarchy(index, getClass().getClassLoader());
        payloads.taken().forEach(type -> hierarchy.add(type, "a test"));
        payloads.returned().values().forEach(type -> hierarchy.add(type, "a test"));
        Set<DotName> names = new TreeSet<>();
        hierarchy.items().forEach(item -> names.add(item.getType().name()));
        assertEquals(Set.of(DotName.createSimple(Hello.class), DotName.createSimple(Order.class),
                DotName.createSimple(View.class)), names);
    }
}
