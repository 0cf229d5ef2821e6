package io.quarkiverse.channelbox.deployment;

import static org.jboss.jandex.gizmo2.Jandex2Gizmo.classDescOf;
import static org.jboss.jandex.gizmo2.Jandex2Gizmo.methodDescOf;

import java.lang.constant.ClassDesc;
import java.util.List;

import jakarta.inject.Singleton;

import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem.Argument;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem.EventMethod;
import io.quarkiverse.channelbox.runtime.command.EndpointEvents;
import io.quarkus.arc.processor.RuntimeTypeCreator;
import io.quarkus.gizmo2.Const;
import io.quarkus.gizmo2.Expr;
import io.quarkus.gizmo2.Gizmo;
import io.quarkus.gizmo2.LocalVar;
import io.quarkus.gizmo2.ParamVar;
import io.quarkus.gizmo2.This;
import io.quarkus.gizmo2.creator.BlockCreator;
import io.quarkus.gizmo2.creator.ClassCreator;
import io.quarkus.gizmo2.desc.ClassMethodDesc;
import io.quarkus.gizmo2.desc.ConstructorDesc;
import io.quarkus.gizmo2.desc.MethodDesc;
import io.quarkus.websockets.next.Connection;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * Writes the bytecode that calls the methods of an endpoint. For {@code @OnEvent("say")} on {@code ChatEndpoint} it is
 *
 * <pre>
 * &#64;Singleton
 * public class ChatEndpoint_Events extends EndpointEvents {
 *     public ChatEndpoint_Events() {
 *         super("org.acme.ChatEndpoint", ChatEndpoint.class, true);
 *         declare("say", "WORKER", Said.class);
 *     }
 *
 *     protected Object call(int number, Object endpoint, Object data, WebSocketConnection connection) {
 *         switch (number) {
 *             case 0:
 *                 return ((ChatEndpoint) endpoint).say((Said) data, connection.pathParam("room"));
 *             default:
 *                 return null;
 *         }
 *     }
 * }
 * </pre>
 */
final class EventGenerator {

    static final String SUFFIX = "_Events";
    private static final ConstructorDesc SUPER = ConstructorDesc.of(EndpointEvents.class, String.class, Class.class,
            boolean.class);
    private static final MethodDesc DECLARE = MethodDesc.of(EndpointEvents.class, "declare", void.class, String.class,
            String.class, java.lang.reflect.Type.class);
    private static final MethodDesc PATH_PARAMETER = MethodDesc.of(Connection.class, "pathParam", String.class, String.class);
    private static final MethodDesc HANDSHAKE = MethodDesc.of(Connection.class, "handshakeRequest", HandshakeRequest.class);

    private final Gizmo gizmo;

    EventGenerator(Gizmo gizmo) {
        this.gizmo = gizmo;
    }

    void generate(EventEndpointBuildItem endpoint) {
        gizmo.class_(ClassDesc.of(endpoint.endpoint().name().toString() + SUFFIX), events -> {
            events.extends_(EndpointEvents.class);
            events.addAnnotation(Singleton.class);
            constructor(events, endpoint);
            call(events, endpoint);
        });
    }

    private static void constructor(ClassCreator events, EventEndpointBuildItem endpoint) {
        This self = events.this_();
        events.constructor(constructor -> {
            constructor.public_();
            constructor.body(block -> {
                block.invokeSpecial(SUPER, self, Const.of(endpoint.endpointId()), Const.of(classDescOf(endpoint.endpoint())),
                        Const.of(endpoint.isSerial()));
                for (EventMethod method : endpoint.methods()) {
                    block.invokeVirtual(DECLARE, self, Const.of(method.event()), Const.of(method.thread().name()),
                            method.data().<Expr> map(type -> RuntimeTypeCreator.of(block).create(type))
                                    .orElseGet(() -> Const.ofNull(java.lang.reflect.Type.class)));
                }
                block.return_();
            });
        });
    }

    private static void call(ClassCreator events, EventEndpointBuildItem endpoint) {
        events.method("call", method -> {
            method.protected_();
            method.returning(Object.class);
            ParamVar number = method.parameter("number", int.class);
            ParamVar bean = method.parameter("endpoint", Object.class);
            ParamVar data = method.parameter("data", Object.class);
            ParamVar connection = method.parameter("connection", WebSocketConnection.class);
            method.body(block -> {
                block.switch_(number, cases -> {
                    for (int i = 0; i < endpoint.methods().size(); i++) {
                        EventMethod each = endpoint.methods().get(i);
                        cases.caseOf(i, one -> call(one, endpoint, each, bean, data, connection));
                    }
                    cases.default_(BlockCreator::returnNull);
                });
            });
        });
    }

    private static void call(BlockCreator block, EventEndpointBuildItem endpoint, EventMethod method, ParamVar bean,
            ParamVar data, ParamVar connection) {
        List<Expr> arguments = method.arguments().stream().map(argument -> argument(block, argument, data, connection))
                .toList();
        // By the endpoint's own class: the one that declares the method may be out of reach.
        MethodDesc called = ClassMethodDesc.of(classDescOf(endpoint.endpoint()), method.method().name(),
                methodDescOf(method.method()).type());
        LocalVar target = block.localVar("target", block.cast(bean, classDescOf(endpoint.endpoint())));
        Expr result = block.invokeVirtual(called, target, arguments);
        if (result.isVoid()) {
            block.returnNull();
        } else {
            LocalVar value = block.localVar("result", result);
            block.return_(method.method().returnType().kind() == Type.Kind.PRIMITIVE ? block.box(value) : value);
        }
    }

    private static Expr argument(BlockCreator block, Argument argument, ParamVar data, ParamVar connection) {
        if (argument instanceof Argument.Data payload) {
            return payload.type().kind() == Type.Kind.PRIMITIVE
                    ? block.localVar("data", block.unbox(block.cast(data,
                            classDescOf(PrimitiveType.box(payload.type().asPrimitiveType())))))
                    : block.localVar("data", block.cast(data, classDescOf(payload.type())));
        }
        if (argument instanceof Argument.PathParameter parameter) {
            return block.localVar(parameter.name(), block.invokeInterface(PATH_PARAMETER, connection,
                    Const.of(parameter.name())));
        }
        return argument instanceof Argument.Handshake
                ? block.localVar("handshake", block.invokeInterface(HANDSHAKE, connection))
                : connection;
    }
}
