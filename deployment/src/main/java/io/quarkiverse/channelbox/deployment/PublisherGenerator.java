package io.quarkiverse.channelbox.deployment;

import static org.jboss.jandex.gizmo2.Jandex2Gizmo.classDescOf;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;

import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.Destination;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.Argument;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.PublisherMethod;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.Returns;
import io.quarkiverse.channelbox.runtime.publisher.TypedPublisher;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Literal;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Part;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Placeholder;
import io.quarkus.gizmo2.Const;
import io.quarkus.gizmo2.Expr;
import io.quarkus.gizmo2.Gizmo;
import io.quarkus.gizmo2.LocalVar;
import io.quarkus.gizmo2.ParamVar;
import io.quarkus.gizmo2.This;
import io.quarkus.gizmo2.creator.BlockCreator;
import io.quarkus.gizmo2.creator.ClassCreator;
import io.quarkus.gizmo2.desc.ConstructorDesc;
import io.quarkus.gizmo2.desc.FieldDesc;
import io.quarkus.gizmo2.desc.MethodDesc;
import io.smallrye.mutiny.Uni;

/**
 * Writes the bytecode of a publisher. For {@code @GroupPublisher("orders-{customer}")} on {@code OrderEvents} it is
 *
 * <pre>
 * &#64;ApplicationScoped
 * &#64;Typed(OrderEvents.class)
 * public class OrderEvents_Publisher implements OrderEvents {
 *     private final TypedPublisher sender;
 *
 *     public OrderEvents_Publisher() {
 *         sender = new TypedPublisher("org.acme.OrderEvents");
 *         sender.declare("shipped", "shipped", false);
 *     }
 *
 *     public void shipped(String customer, Shipment shipment) {
 *         TypedPublisher sender = this.sender;
 *         String customerText = sender.value(0, "customer", customer, "");
 *         String name = new StringBuilder().append("orders-").append(customerText).toString();
 *         sender.group(0, name, "customer", customerText).sendAndForget(shipment, sender.options(0));
 *     }
 * }
 * </pre>
 *
 * In a method that returns a {@code Uni}, what fails is the failure of the {@code Uni}.
 */
final class PublisherGenerator {

    static final String SUFFIX = "_Publisher";
    private static final ConstructorDesc SENDER = ConstructorDesc.of(TypedPublisher.class, String.class);
    private static final MethodDesc DECLARE = MethodDesc.of(TypedPublisher.class, "declare", void.class, String.class,
            String.class, boolean.class);
    private static final MethodDesc VALUE = MethodDesc.of(TypedPublisher.class, "value", String.class, int.class, String.class,
            Object.class, String.class);
    private static final MethodDesc ENCODED = MethodDesc.of(TypedPublisher.class, "encoded", String.class, int.class,
            String.class, Object.class, String.class);
    private static final MethodDesc GROUP = MethodDesc.of(TypedPublisher.class, "group", Group.class, int.class, String.class,
            String[].class);
    private static final MethodDesc OWN_OPTIONS = MethodDesc.of(TypedPublisher.class, "options", SendOptions.class, int.class);
    private static final MethodDesc OPTIONS = MethodDesc.of(TypedPublisher.class, "options", SendOptions.class, int.class,
            SendOptions.class);
    private static final MethodDesc FAILED = MethodDesc.of(TypedPublisher.class, "failed", Uni.class, Throwable.class);
    private static final MethodDesc APPEND = MethodDesc.of(StringBuilder.class, "append", StringBuilder.class, String.class);
    private static final MethodDesc TO_STRING = MethodDesc.of(StringBuilder.class, "toString", String.class);
    private static final MethodDesc WITHOUT_RECEIPT = MethodDesc.of(Uni.class, "replaceWithVoid", Uni.class);

    private final Gizmo gizmo;
    private final PublisherAnnotations annotations;

    PublisherGenerator(Gizmo gizmo, PublisherAnnotations annotations) {
        this.gizmo = gizmo;
        this.annotations = annotations;
    }

    void generate(PublisherBuildItem publisher) {
        gizmo.class_(ClassDesc.of(publisher.publisher().name().toString() + SUFFIX), bean -> {
            bean.implements_(classDescOf(publisher.publisher()));
            annotations.copy(publisher.publisher(), bean);
            if (!annotations.hasScope(publisher.publisher())) {
                bean.addAnnotation(ApplicationScoped.class);
            }
            // Not what it extends, which may be a publisher itself.
            bean.addAnnotation(Typed.class, typed -> typed.addArray("value",
                    new ClassDesc[] { classDescOf(publisher.publisher()) }));
            FieldDesc sender = bean.field("sender", field -> {
                field.private_();
                field.final_();
                field.setType(TypedPublisher.class);
            });
            constructor(bean, sender, publisher);
            for (int i = 0; i < publisher.methods().size(); i++) {
                method(bean, sender, publisher.template(), i, publisher.methods().get(i));
            }
        });
    }

    private static void constructor(ClassCreator bean, FieldDesc sender, PublisherBuildItem publisher) {
        This self = bean.this_();
        bean.constructor(constructor -> {
            constructor.public_();
            constructor.body(block -> {
                block.invokeSpecial(ConstructorDesc.of(Object.class), self);
                LocalVar made = block.localVar("made",
                        block.new_(SENDER, Const.of(publisher.publisher().name().toString())));
                for (PublisherMethod method : publisher.methods()) {
                    block.invokeVirtual(DECLARE, made, Const.of(method.method().name()), Const.of(method.event()),
                            Const.of(method.saveHistory()));
                }
                block.set(self.field(sender), made);
                block.return_();
            });
        });
    }

    private void method(ClassCreator bean, FieldDesc field, GroupTemplate template, int number, PublisherMethod method) {
        This self = bean.this_();
        bean.method(method.method().name(), creator -> {
            creator.public_();
            creator.returning(classDescOf(method.method().returnType()));
            annotations.copy(method.method(), creator);
            List<ParamVar> parameters = new ArrayList<>();
            for (Type type : method.method().parameterTypes()) {
                parameters.add(creator.parameter("p" + parameters.size(), classDescOf(type)));
            }
            creator.body(block -> {
                LocalVar sender = block.localVar("sender", self.field(field));
                if (method.returns() == Returns.UNI_OF_RECEIPT || method.returns() == Returns.UNI_OF_NOTHING) {
                    block.try_(attempt -> {
                        attempt.body(body -> send(body, sender, template, number, method, parameters));
                        attempt.catch_(InvalidGroupNameException.class, "failure",
                                (body, failure) -> body.return_(body.invokeStatic(FAILED, failure)));
                    });
                } else {
                    send(block, sender, template, number, method, parameters);
                }
            });
        });
    }

    private static void send(BlockCreator block, LocalVar sender, GroupTemplate template, int number, PublisherMethod method,
            List<ParamVar> parameters) {
        LocalVar group = group(block, sender, template, number, method, parameters);
        ParamVar given = parameter(method, parameters, Argument.Options.class);
        LocalVar options = block.localVar("options", given == null
                ? block.invokeVirtual(OWN_OPTIONS, sender, Const.of(number))
                : block.invokeVirtual(OPTIONS, sender, Const.of(number), given));
        ParamVar payload = parameter(method, parameters, Argument.Payload.class);
        Expr boxed = payload.type().isPrimitive() ? block.localVar("payload", block.box(payload)) : payload;
        switch (method.returns()) {
            case NOTHING -> {
                block.invokeInterface(send("sendAndForget", void.class), group, boxed, options);
                block.return_();
            }
            case RECEIPT -> block.return_(block.invokeInterface(send("sendAndAwait", Receipt.class), group, boxed, options));
            case UNI_OF_RECEIPT -> block.return_(block.invokeInterface(send("send", Uni.class), group, boxed, options));
            case UNI_OF_NOTHING -> {
                LocalVar sent = block.localVar("sent", block.invokeInterface(send("send", Uni.class), group, boxed, options));
                block.return_(block.invokeInterface(WITHOUT_RECEIPT, sent));
            }
        }
    }

    private static MethodDesc send(String name, Class<?> returns) {
        return MethodDesc.of(Destination.class, name, returns, Object.class, SendOptions.class);
    }

    private static LocalVar group(BlockCreator block, LocalVar sender, GroupTemplate template, int number,
            PublisherMethod method,
            List<ParamVar> parameters) {
        List<Expr> namesAndValues = new ArrayList<>();
        LocalVar name = block.localVar("name", block.new_(StringBuilder.class));
        for (int i = 0; i < template.parts().size(); i++) {
            Part part = template.parts().get(i);
            if (part instanceof Literal literal) {
                block.invokeVirtual(APPEND, name, Const.of(literal.text()));
            } else if (part instanceof Placeholder placeholder) {
                ParamVar parameter = parameter(method, parameters, placeholder);
                boolean isEncoded = placeholder.source() == GroupTemplate.Source.ENCODED_USER;
                LocalVar value = block.localVar("value", block.invokeVirtual(isEncoded ? ENCODED : VALUE, sender,
                        Const.of(number), Const.of(placeholder.name()),
                        parameter.type().isPrimitive() ? block.box(parameter) : parameter,
                        Const.of(template.separatorAfter(i).orElse(""))));
                block.invokeVirtual(APPEND, name, value);
                namesAndValues.add(Const.of(placeholder.name()));
                namesAndValues.add(value);
            }
        }
        return block.localVar("group", block.invokeVirtual(GROUP, sender, Const.of(number),
                block.invokeVirtual(TO_STRING, name), block.newArray(String.class, namesAndValues)));
    }

    private static ParamVar parameter(PublisherMethod method, List<ParamVar> parameters, Placeholder placeholder) {
        for (int i = 0; i < parameters.size(); i++) {
            if (method.arguments().get(i) instanceof Argument.Name name && name.name().equals(placeholder.name())) {
                return parameters.get(i);
            }
        }
        throw new IllegalStateException(method.method() + " has no parameter for {" + placeholder.name() + "}");
    }

    /** {@code null} if there is none. */
    private static ParamVar parameter(PublisherMethod method, List<ParamVar> parameters, Class<? extends Argument> kind) {
        for (int i = 0; i < parameters.size(); i++) {
            if (kind.isInstance(method.arguments().get(i))) {
                return parameters.get(i);
            }
        }
        return null;
    }
}
