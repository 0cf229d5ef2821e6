package io.quarkiverse.channelbox.runtime.health;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.engine.WritesRefused;

/**
 * Not ready while what spans the nodes cannot be used, when sends fail and new members get no history, or can be used only in
 * part, when sends that are stored fail.
 */
@Readiness
@ApplicationScoped
public class EngineHealthCheck implements HealthCheck {

    private final Engine engine;

    public EngineHealthCheck(Engine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("channel-box engine").up();
        if (engine instanceof RemoteEngine remote) {
            Optional<Throwable> trouble = remote.trouble();
            Optional<WritesRefused> refused = remote.writesRefused();
            if (trouble.isPresent()) {
                response.down().withData("redis", String.valueOf(trouble.get().getMessage()));
            } else if (refused.isPresent()) {
                response.down().withData("redis", refused.get().reason())
                        .withData("degraded", true)
                        .withData("since", refused.get().since().toString())
                        .withData("fails", "sends that are stored or have an idempotency key")
                        .withData("works", "other sends, history");
            }
        }
        return response.build();
    }
}
