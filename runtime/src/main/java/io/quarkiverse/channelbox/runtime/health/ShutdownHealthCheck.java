package io.quarkiverse.channelbox.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.quarkiverse.channelbox.runtime.membership.Shutdown;

/** Not ready from when the end is announced: whoever connects from then on would be told to connect again. */
@Readiness
@ApplicationScoped
public class ShutdownHealthCheck implements HealthCheck {

    private final Shutdown shutdown;

    public ShutdownHealthCheck(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("channel-box node").up();
        if (shutdown.hasBegun()) {
            response.down().withData("shutdown", "connections are being closed and none is let in");
        } else if (shutdown.isAnnounced()) {
            response.down().withData("shutdown", "announced; connections are still let in");
        }
        return response.build();
    }
}
