package io.quarkiverse.channelbox;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * A method of a {@link io.quarkus.websockets.next.WebSocket} endpoint that is called when a client that speaks
 * {@code channelbox.v1} sends the event; what the method returns is the reply.
 *
 * <pre>
 * &#64;WebSocket(path = "/ws/chat/{room}")
 * public class ChatEndpoint {
 *
 *     &#64;OnEvent("say")
 *     Receipt say(Said said, &#64;PathParam String room) {
 *         return channelBox.group("chat-" + room).sendAndAwait(said);
 *     }
 * }
 * </pre>
 * <ul>
 * <li><b>Parameters</b>: at most one for the data, decoded from JSON by the application's {@code ObjectMapper} (or by its
 * {@code TextMessageCodec}, if one supports the type), and any of {@code WebSocketConnection}, {@code HandshakeRequest} and
 * {@code @PathParam String}. Data that cannot be decoded is the reply 400.</li>
 * <li><b>Returns</b>: {@code void}, a value, or a {@code Uni} or {@code CompletionStage} of one; {@code null} is a reply
 * without data.</li>
 * <li><b>Threads</b>: as with {@code @OnTextMessage}: the event loop for a {@code Uni} or a {@code CompletionStage}, a
 * worker thread for all else, unless {@code @Blocking}, {@code @NonBlocking} or {@code @RunOnVirtualThread} say otherwise.
 * The events of one connection are handled one after the other, in their order, unless {@code @WebSocket} says {@code
 * inboundProcessingMode = CONCURRENT}.</li>
 * <li><b>Errors</b>: what the method throws is the reply. Quarkus' {@code UnauthorizedException} and
 * {@code ForbiddenException}, thrown by security annotations too, are 401 and 403, violated constraints of a parameter and an
 * {@link InvalidGroupNameException} 400, a full group, an overloaded node and an engine that is away 503, an
 * {@link EventRefusedException} what it says; everything else is 500 and logged. The endpoint's {@code @OnError} is not called,
 * and the connection stays open.</li>
 * </ul>
 * A client that gave no {@code ref} gets no reply. What cannot work is a build error.
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface OnEvent {

    /** The name of the event; an endpoint has one method for each. */
    String value();
}
