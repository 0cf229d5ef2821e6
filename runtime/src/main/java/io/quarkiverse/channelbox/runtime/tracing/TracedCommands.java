package io.quarkiverse.channelbox.runtime.tracing;

import java.util.List;

import jakarta.inject.Singleton;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkiverse.channelbox.runtime.command.EventCommands;
import io.quarkiverse.channelbox.runtime.observe.CarryingOut;
import io.quarkiverse.channelbox.runtime.observe.CommandObserver;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkiverse.channelbox.runtime.protocol.TraceParent;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * A span for each command that is carried out: the child of the client's span if it tells one, else a root that has a link to
 * the request which opened the connection.
 */
@Singleton
public class TracedCommands implements CommandObserver {

    private static final String PROCESS = "process";
    private static final String UNKNOWN = "unknown";

    private final Tracing tracing;
    private final EventCommands events;
    private final UpgradeSpans upgrades;

    public TracedCommands(Tracing tracing, EventCommands events, UpgradeSpans upgrades) {
        this.tracing = tracing;
        this.events = events;
        this.upgrades = upgrades;
    }

    @Override
    public CarryingOut begin(Command command, WebSocketConnection connection) {
        if (!tracing.isEnabled()) {
            return CarryingOut.NONE;
        }
        String endpoint = connection.endpointId();
        String operation = operation(command);
        String event = command instanceof Command.Event sent ? known(sent.event(), endpoint) : null;
        Context parent = command.trace().map(TracedCommands::remote).orElseGet(Context::root);
        // Who sends a number waits for the reply.
        SpanBuilder builder = tracing.tracer().spanBuilder(event == null ? operation : operation + ' ' + event)
                .setParent(parent).setSpanKind(command.ref().isPresent() ? SpanKind.SERVER : SpanKind.CONSUMER);
        if (!Span.fromContext(parent).getSpanContext().isValid()) {
            upgrades.upgrade(connection).ifPresent(builder::addLink);
        }
        Span span = builder.startSpan();
        // For good: the Vert.x context is the command's own, and what it leaves behind to be done later belongs to it, too.
        parent.with(span).makeCurrent();
        if (!span.isRecording()) {
            return CarryingOut.NONE;
        }
        span.setAttribute(Conventions.SYSTEM, Conventions.SYSTEM_NAME).setAttribute(Conventions.OPERATION_NAME, operation)
                .setAttribute(Conventions.ENDPOINT, endpoint);
        if (event != null) {
            span.setAttribute(Conventions.OPERATION_TYPE, PROCESS).setAttribute(Conventions.EVENT, event);
        }
        return new CommandSpan(span);
    }

    private static String operation(Command command) {
        if (command instanceof Command.Event) {
            return PROCESS;
        }
        if (command instanceof Command.Publish) {
            return "publish";
        }
        return command instanceof Command.Join ? "join" : "leave";
    }

    /** One of those that the endpoint has, since clients could think of any number. */
    private String known(String event, String endpointId) {
        return events.isKnown(endpointId, event) ? event : UNKNOWN;
    }

    /** Without a span if it is malformed. */
    private static Context remote(TraceParent trace) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), trace, Members.GETTER);
    }

    /** Has them as if they were headers. */
    private enum Members implements TextMapGetter<TraceParent> {
        GETTER;

        @Override
        public Iterable<String> keys(TraceParent trace) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public String get(TraceParent trace, String name) {
            return name.equals("traceparent") ? trace.traceparent() : trace.tracestate();
        }
    }
}
