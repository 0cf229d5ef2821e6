package io.quarkiverse.channelbox.runtime.command;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.inject.Any;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * The events that an endpoint handles. The build generates one bean for each such endpoint, which extends this class and
 * does no more than to call {@link #declare} in its constructor and the methods of the endpoint in {@link #call}.
 */
public abstract class EndpointEvents {

    private final String endpointId;
    private final InjectableBean<?> endpoint;
    private final Class<?> endpointClass;
    private final boolean serial;
    private final Map<String, EventMethod> methods = new HashMap<>();

    /** @param serial whether the events of one connection wait for each other */
    protected EndpointEvents(String endpointId, Class<?> endpointClass, boolean serial) {
        this.endpointId = endpointId;
        this.endpointClass = endpointClass;
        this.endpoint = bean(endpointClass);
        this.serial = serial;
    }

    /** The bean of this very class: a class that extends it may be another endpoint. */
    private static InjectableBean<?> bean(Class<?> endpointClass) {
        return Arc.container().beanManager().getBeans(endpointClass, Any.Literal.INSTANCE).stream()
                .map(bean -> (InjectableBean<?>) bean)
                .filter(bean -> bean.getKind() == InjectableBean.Kind.CLASS && bean.getBeanClass() == endpointClass)
                .findFirst().orElseThrow(() -> new IllegalStateException(
                        endpointClass.getName() + " is no bean of its own type; remove @Typed"));
    }

    /** Called by the generated constructor, once for each method, numbered from 0. @param data {@code null} for none */
    protected final void declare(String event, String thread, Type data) {
        methods.put(event, new EventMethod(methods.size(), event, EventThread.valueOf(thread), data));
    }

    /**
     * Calls a method.
     *
     * @param number of the method, as it was declared
     * @param data decoded; {@code null} if the method does not take any
     * @return what the method returns; {@code null} if nothing
     * @throws Exception what the method throws
     */
    protected abstract Object call(int number, Object endpoint, Object data, WebSocketConnection connection)
            throws Exception;

    /** Calls a method of the endpoint's bean. */
    final Object call(int number, Object data, WebSocketConnection connection) throws Exception {
        return call(number, Arc.container().instance(endpoint).get(), data, connection);
    }

    final Optional<EventMethod> method(String event) {
        return Optional.ofNullable(methods.get(event));
    }

    final String endpointId() {
        return endpointId;
    }

    final Class<?> endpointClass() {
        return endpointClass;
    }

    final boolean isSerial() {
        return serial;
    }
}
