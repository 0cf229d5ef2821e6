package io.quarkiverse.channelbox.deployment.items;

import java.util.List;
import java.util.Optional;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.runtime.command.EventThread;
import io.quarkus.builder.item.MultiBuildItem;

/** An endpoint that handles events of its clients, with its methods that are annotated with {@code @OnEvent}. */
public final class EventEndpointBuildItem extends MultiBuildItem {

    /** What a parameter of a method gets. */
    public sealed interface Argument {

        record Data(Type type) implements Argument {
        }

        record Connection() implements Argument {
        }

        record Handshake() implements Argument {
        }

        record PathParameter(String name) implements Argument {
        }
    }

    /**
     * One method.
     *
     * @param reply what is encoded as the reply; empty if there is nothing to encode
     */
    public record EventMethod(String event, MethodInfo method, EventThread thread, List<Argument> arguments,
            Optional<Type> reply) {

        /** What the data is decoded to; empty if the method does not take any. */
        public Optional<Type> data() {
            return arguments.stream().filter(Argument.Data.class::isInstance).map(a -> ((Argument.Data) a).type()).findFirst();
        }
    }

    private final ClassInfo endpoint;
    private final String endpointId;
    private final boolean serial;
    private final List<EventMethod> methods;

    public EventEndpointBuildItem(ClassInfo endpoint, String endpointId, boolean serial, List<EventMethod> methods) {
        this.endpoint = endpoint;
        this.endpointId = endpointId;
        this.serial = serial;
        this.methods = List.copyOf(methods);
    }

    public ClassInfo endpoint() {
        return endpoint;
    }

    public String endpointId() {
        return endpointId;
    }

    /** Whether the events of one connection wait for each other. */
    public boolean isSerial() {
        return serial;
    }

    public List<EventMethod> methods() {
        return methods;
    }
}
