package io.quarkiverse.channelbox.runtime.tracing;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.SendObserver;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;

/** A span for each send, from its subscription to its receipt: the child of the span that was current when it was asked for. */
@Singleton
public class TracedSends implements SendObserver {

    private static final String SEND = "send";

    private final Tracing tracing;
    private final Groups groups;
    private final GroupSettingsResolver settings;
    /** The names of spans, by the template of the group. */
    private final Map<String, String> names;

    public TracedSends(Tracing tracing, Groups groups, GroupSettingsResolver settings) {
        this.tracing = tracing;
        this.groups = groups;
        this.settings = settings;
        this.names = settings.templates().stream().collect(Collectors.toMap(Function.identity(), TracedSends::name));
    }

    private static String name(String destination) {
        return SEND + ' ' + destination;
    }

    @Override
    public Object caller() {
        return tracing.isEnabled() ? Context.current() : null;
    }

    @Override
    public Sending begin(Object caller, Target target, Object payload, SendOptions options) {
        if (!tracing.isEnabled()) {
            return Sending.NONE;
        }
        String destination = destination(target);
        String name = names.get(destination);
        Span span = tracing.tracer().spanBuilder(name == null ? name(destination) : name).setParent((Context) caller)
                .setSpanKind(SpanKind.PRODUCER).startSpan();
        if (!span.isRecording()) {
            return Sending.NONE;
        }
        span.setAttribute(Conventions.SYSTEM, Conventions.SYSTEM_NAME).setAttribute(Conventions.OPERATION_NAME, SEND)
                .setAttribute(Conventions.OPERATION_TYPE, SEND).setAttribute(Conventions.DESTINATION_TEMPLATE, destination);
        return new SendSpan(span);
    }

    /** One of few. */
    private String destination(Target target) {
        return switch (target.kind()) {
            case GROUP -> groups.group(target.name()).map(GroupMembers::settings)
                    .orElseGet(() -> settings.settings(target.name())).template();
            case UNION -> "groups";
            case USER -> "user";
            case CONNECTION -> "connection";
        };
    }
}
