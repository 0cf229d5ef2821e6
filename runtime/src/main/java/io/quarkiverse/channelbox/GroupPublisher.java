package io.quarkiverse.channelbox;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * An interface of which the build makes a bean that sends to the groups of one template; each method is an event.
 *
 * <pre>
 * &#64;GroupPublisher("orders-{customer}")
 * public interface OrderEvents {
 *
 *     void shipped(String customer, Shipment shipment);
 *
 *     &#64;Event("order.cancelled")
 *     Uni&lt;Receipt&gt; cancelled(String customer, Cancellation reason);
 *
 *     &#64;SaveHistory
 *     Receipt placed(String customer, Order order);
 * }
 * </pre>
 *
 * Inject it anywhere: {@code @Inject OrderEvents orders}.
 * <ul>
 * <li><b>Parameters</b>: one for each placeholder of the template, with its name; one for the payload, of whatever type; and
 * at most one {@link SendOptions}, which the event and {@link SaveHistory} of the method are added to. The parameter of a
 * placeholder is a {@code String}, a primitive or its wrapper, an enum (its {@code name()}) or a {@code UUID}.</li>
 * <li><b>Returns</b>: {@code Uni<Receipt>} or {@code Uni<Void>} as {@link Destination#send(Object, SendOptions)},
 * {@link Receipt} as {@link Destination#sendAndAwait(Object, SendOptions)}, {@code void} as
 * {@link Destination#sendAndForget(Object, SendOptions)}.</li>
 * <li><b>Event</b>: the name of the method, or what {@link Event} says.</li>
 * <li><b>Errors</b>: those of the way of sending. A value that makes no name of a group is an
 * {@link InvalidGroupNameException} that names the parameter and the value: thrown, or the failure of the {@code Uni}.</li>
 * </ul>
 * Methods of interfaces that it extends belong to it; default and static methods are left as they are. Scopes, qualifiers,
 * interceptor bindings and security annotations, on the interface or a method, hold for the bean. An endpoint must have
 * a {@link ChannelGroup} with the template, where {@code {query:customer}} or {@code {header:customer}} may stand for
 * {@code {customer}}. What cannot work is a build error.
 * <p>
 * The bean is application-scoped if nothing else is said, and its methods may be called from any thread.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface GroupPublisher {

    /** The template of the groups' names, as {@link ChannelGroup#value()} of an endpoint has it. */
    String value();
}
