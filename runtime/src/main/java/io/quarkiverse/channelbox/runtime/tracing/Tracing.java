package io.quarkiverse.channelbox.runtime.tracing;

import jakarta.inject.Singleton;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;

/** What all spans are made with, and whether there are any. */
@Singleton
public class Tracing {

    private final Tracer tracer;
    private final boolean enabled;

    /** @param otel tells what the SDK does not: one that is disabled goes on to record what it drops at the end */
    public Tracing(OpenTelemetry openTelemetry, OTelRuntimeConfig otel, ValidatedConfig config) {
        this.tracer = openTelemetry.getTracer("io.quarkiverse.channelbox");
        this.enabled = config.values().traces().enabled() && !otel.sdkDisabled();
    }

    Tracer tracer() {
        return tracer;
    }

    boolean isEnabled() {
        return enabled;
    }
}
