package io.quarkiverse.channelbox.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;

/** Not ready while what spans the nodes cannot be used: sends fail then, and new members get no history. */
@Readiness
@ApplicationScoped
public class EngineHealthCheck implements HealthCheck {

    private final Engine engine;

    public EngineHealthCheck(Engine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("channel-box engine");
        if (engine instanceof RemoteEngine remote) {
            remote.trouble().ifPresentOrElse(
                    trouble -> response.down().withData("redis", String.valueOf(trouble.getMessage())), response::up);
        } else {
            response.up();
        }
        return response.build();
    }
}
