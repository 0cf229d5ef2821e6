package io.quarkiverse.channelbox.runtime.tracing;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** Keeps which request a connection came with; lets all of them in. */
@Singleton
public class UpgradeSpans implements HttpUpgradeCheck {

    private static final TypedKey<SpanContext> UPGRADE = new TypedKey<>("io.quarkiverse.channelbox.upgrade-span");

    private final Tracing tracing;

    public UpgradeSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        SpanContext upgrade = Span.current().getSpanContext();
        if (tracing.isEnabled() && upgrade.isValid()) {
            context.userData().put(UPGRADE, upgrade);
        }
        return CheckResult.permitUpgrade();
    }

    /** The span of the request that the connection was opened with, if there was one. */
    Optional<SpanContext> upgrade(WebSocketConnection connection) {
        return Optional.ofNullable(connection.userData().get(UPGRADE));
    }
}
