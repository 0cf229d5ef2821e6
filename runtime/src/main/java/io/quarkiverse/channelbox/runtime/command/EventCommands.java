package io.quarkiverse.channelbox.runtime.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkus.arc.All;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** Clients have their endpoint do something. */
@Singleton
public class EventCommands {

    private final Map<String, EndpointEvents> byEndpoint = new HashMap<>();
    private final EventData data;
    private final List<EventFailures> failures;

    public EventCommands(@All List<EndpointEvents> endpoints, EventData data, @All List<EventFailures> failures) {
        endpoints.forEach(endpoint -> byEndpoint.put(endpoint.endpointId(), endpoint));
        this.data = data;
        this.failures = failures;
    }

    /** Whether an endpoint has a method for events of that name. */
    public boolean isKnown(String endpointId, String event) {
        return method(byEndpoint.get(endpointId), event) != null;
    }

    private static EventMethod method(EndpointEvents endpoint, String event) {
        return endpoint == null ? null : endpoint.method(event).orElse(null);
    }

    /** Completes when the client has been told; fails if it is refused. Called on a context of its own. */
    Uni<Void> handle(CommandClient client, Command.Event command) {
        EndpointEvents endpoint = byEndpoint.get(client.handshake().endpointId());
        EventMethod method = method(endpoint, command.event());
        if (method == null) {
            throw new RefusedException(404, "the endpoint has no such event", null,
                    "the endpoint has no event '" + Printable.of(command.event()) + "'");
        }
        WebSocketConnection connection = client.connection().webSocket();
        Uni<Void> handling = EventContexts
                .call(connection, method.thread(),
                        () -> call(endpoint, method, command.data(), connection).map(data::encode))
                .onFailure().transform(failure -> told(failure, endpoint))
                .invoke(reply -> client.reply(command.ref(), null, reply)).replaceWithVoid();
        return endpoint.isSerial() ? client.events().take(handling) : handling;
    }

    private Uni<?> call(EndpointEvents endpoint, EventMethod method, byte[] json, WebSocketConnection connection) {
        try {
            Object result = endpoint.call(method.number(),
                    method.data() == null ? null : data.decode(json, method.data(), method.event()), connection);
            if (result instanceof Uni<?> uni) {
                return uni;
            }
            return result instanceof CompletionStage<?> stage
                    ? Uni.createFrom().completionStage(stage)
                    : Uni.createFrom().item(result);
        } catch (Exception e) {
            return Uni.createFrom().failure(e);
        }
    }

    /** What is the client's own fault, as a refusal; else the failure as it is. */
    private Throwable told(Throwable failure, EndpointEvents endpoint) {
        if (failure instanceof PayloadException) {
            // Of a client that publishes it would be the client's: here the method has made the payload.
            return new IllegalStateException("What the method of " + endpoint.endpointId() + " sent cannot be sent", failure);
        }
        return failures.stream().flatMap(each -> each.refusal(failure, endpoint.endpointClass()).stream()).findFirst()
                .<Throwable> map(refusal -> new RefusedException(refusal.status(), refusal.reason())).orElse(failure);
    }
}
