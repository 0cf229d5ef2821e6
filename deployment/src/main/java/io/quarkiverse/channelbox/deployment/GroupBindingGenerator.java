package io.quarkiverse.channelbox.deployment;

import java.lang.constant.ClassDesc;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem.AnnotatedGroup;
import io.quarkiverse.channelbox.runtime.settings.GroupBinding;
import io.quarkiverse.channelbox.runtime.settings.GroupNameWriter;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkus.gizmo2.Const;
import io.quarkus.gizmo2.Gizmo;
import io.quarkus.gizmo2.ParamVar;
import io.quarkus.gizmo2.This;
import io.quarkus.gizmo2.creator.BlockCreator;
import io.quarkus.gizmo2.creator.ClassCreator;
import io.quarkus.gizmo2.desc.ConstructorDesc;
import io.quarkus.gizmo2.desc.MethodDesc;

/**
 * Writes the bytecode of a binding. For {@code @ChannelGroup("chat-{room}")} on {@code ChatEndpoint} it is
 *
 * <pre>
 * &#64;Singleton
 * public class ChatEndpoint_GroupBinding extends GroupBinding {
 *     public ChatEndpoint_GroupBinding() {
 *         super("org.acme.ChatEndpoint");
 *         declare("chat-{room}", "", "DEFAULT", "AUTO", "ON_OPEN", "SERVER");
 *     }
 *
 *     public void writeNames(GroupNameWriter names) {
 *         names.begin("chat-{room}");
 *         names.literal("chat-");
 *         names.pathParam("room");
 *         names.end();
 *     }
 * }
 * </pre>
 */
final class GroupBindingGenerator {

    private static final String SUFFIX = "_GroupBinding";
    private static final ConstructorDesc SUPER = ConstructorDesc.of(GroupBinding.class, String.class);
    private static final MethodDesc DECLARE = MethodDesc.of(GroupBinding.class, "declare", void.class, String.class,
            String.class, String.class, String.class, String.class, String.class);

    private final Gizmo gizmo;

    GroupBindingGenerator(Gizmo gizmo) {
        this.gizmo = gizmo;
    }

    void generate(GroupEndpointBuildItem endpoint) {
        gizmo.class_(ClassDesc.of(endpoint.endpoint().name().toString() + SUFFIX), binding -> {
            binding.extends_(GroupBinding.class);
            binding.addAnnotation(Singleton.class);
            constructor(binding, endpoint);
            writeNames(binding, endpoint);
        });
    }

    private static void constructor(ClassCreator binding, GroupEndpointBuildItem endpoint) {
        This self = binding.this_();
        binding.constructor(constructor -> {
            constructor.public_();
            constructor.body(block -> {
                block.invokeSpecial(SUPER, self, Const.of(endpoint.endpointId()));
                for (AnnotatedGroup group : endpoint.groups()) {
                    block.invokeVirtual(DECLARE, self, Const.of(group.template().value()), Const.of(group.expires()),
                            Const.of(group.history().name()), Const.of(group.payloadType().name()),
                            Const.of(group.join().name()), Const.of(group.publish().name()));
                }
                block.return_();
            });
        });
    }

    private static void writeNames(ClassCreator binding, GroupEndpointBuildItem endpoint) {
        binding.method("writeNames", method -> {
            method.public_();
            method.returning(void.class);
            ParamVar names = method.parameter("names", GroupNameWriter.class);
            method.body(block -> {
                for (AnnotatedGroup group : endpoint.groups()) {
                    if (group.join() != ChannelGroup.JoinMode.ON_OPEN) {
                        continue;
                    }
                    write(block, names, "begin", group.template().value());
                    for (int i = 0; i < group.template().parts().size(); i++) {
                        write(block, names, group.template(), i);
                    }
                    block.invokeVirtual(MethodDesc.of(GroupNameWriter.class, "end", void.class), names);
                }
                block.return_();
            });
        });
    }

    private static void write(BlockCreator block, ParamVar names, GroupTemplate template, int index) {
        GroupTemplate.Part part = template.parts().get(index);
        if (part instanceof GroupTemplate.Literal literal) {
            boolean isSeparator = index > 0 && template.separatorAfter(index - 1).isPresent();
            write(block, names, isSeparator ? "separator" : "literal", literal.text());
        } else if (part instanceof GroupTemplate.Placeholder placeholder) {
            switch (placeholder.source()) {
                case PATH -> write(block, names, "pathParam", placeholder.name());
                case QUERY -> write(block, names, "queryParam", placeholder.name());
                case HEADER -> write(block, names, "header", placeholder.name());
                case USER -> block.invokeVirtual(MethodDesc.of(GroupNameWriter.class, "user", void.class), names);
                case ENCODED_USER -> block.invokeVirtual(MethodDesc.of(GroupNameWriter.class, "encodedUser", void.class),
                        names);
            }
        }
    }

    private static void write(BlockCreator block, ParamVar names, String method, String argument) {
        block.invokeVirtual(MethodDesc.of(GroupNameWriter.class, method, void.class, String.class), names,
                Const.of(argument));
    }
}
