package io.quarkiverse.channelbox.runtime.command;

import java.util.function.Supplier;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.virtual.threads.VirtualThreadsRecorder;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The contexts in which WebSockets Next calls a method of an endpoint: its thread, the request and the session context, and
 * what the connection and the identity are found by. That these are the ones is internal to WebSockets Next, as is where
 * {@link Serving} has it find the connection.
 */
final class EventContexts {

    private final WebSocketConnection connection;
    /** A duplicate of the connection's, for this event only. */
    private final Context context;
    private final ArcContainer container = Arc.container();

    private EventContexts(WebSocketConnection connection, Context context) {
        this.connection = connection;
        this.context = context;
    }

    /** What the action comes to, which is called with the contexts. To be subscribed to on the event's own context. */
    static <T> Uni<T> call(WebSocketConnection connection, EventThread thread, Supplier<Uni<T>> action) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            Serving.begin(context, connection);
            return new EventContexts(connection, context).on(thread, action);
        });
    }

    private <T> Uni<T> on(EventThread thread, Supplier<Uni<T>> action) {
        Uni<T> called = Uni.createFrom().deferred(() -> {
            begin();
            return action.get();
        }).onTermination().invoke(this::end);
        return Uni.createFrom().emitter(emitter -> {
            Runnable task = () -> called.subscribe().with(emitter::complete, emitter::fail);
            switch (thread) {
                case EVENT_LOOP -> task.run();
                case WORKER -> context.executeBlocking(() -> {
                    task.run();
                    return null;
                }, false);
                case VIRTUAL -> VirtualThreadsRecorder.getCurrent().execute(task);
            }
        });
    }

    private void begin() {
        ContextState session = connection.userData().get(SessionStates.KEY);
        if (session != null) {
            container.sessionContext().activate(session);
        }
        container.requestContext().activate();
    }

    private void end() {
        if (Vertx.currentContext() != context) {
            context.runOnContext(now -> end());
            return;
        }
        container.requestContext().terminate();
        if (connection.userData().get(SessionStates.KEY) != null) {
            container.sessionContext().deactivate();
        }
    }
}
