package io.quarkiverse.channelbox.deployment.items;

import java.util.List;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkus.builder.item.MultiBuildItem;

/** An interface that is annotated with {@code @GroupPublisher}, with the methods that are generated. */
public final class PublisherBuildItem extends MultiBuildItem {

    /** What a parameter of a method is for. */
    public sealed interface Argument {

        /** @param name of the placeholder that it stands for, which is its own */
        record Name(String name, Type type) implements Argument {
        }

        /** @param type with the variables resolved of the interfaces that the publisher extends */
        record Payload(Type type) implements Argument {
        }

        record Options() implements Argument {
        }
    }

    /** What a method returns. */
    public enum Returns {
        NOTHING,
        RECEIPT,
        UNI_OF_RECEIPT,
        UNI_OF_NOTHING
    }

    /** One method. */
    public record PublisherMethod(String event, MethodInfo method, List<Argument> arguments, boolean saveHistory,
            Returns returns) {

        /** The type of what is sent. */
        public Type payload() {
            return arguments.stream().filter(Argument.Payload.class::isInstance).map(a -> ((Argument.Payload) a).type())
                    .findFirst().orElseThrow();
        }
    }

    private final ClassInfo publisher;
    private final GroupTemplate template;
    private final List<PublisherMethod> methods;

    public PublisherBuildItem(ClassInfo publisher, GroupTemplate template, List<PublisherMethod> methods) {
        this.publisher = publisher;
        this.template = template;
        this.methods = List.copyOf(methods);
    }

    public ClassInfo publisher() {
        return publisher;
    }

    public GroupTemplate template() {
        return template;
    }

    public List<PublisherMethod> methods() {
        return methods;
    }
}
