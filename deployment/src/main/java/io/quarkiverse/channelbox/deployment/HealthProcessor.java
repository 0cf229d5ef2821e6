package io.quarkiverse.channelbox.deployment;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

/** Readiness of the engine, for applications that have health checks. */
class HealthProcessor {

    private static final String CHECK = "io.quarkiverse.channelbox.runtime.health.EngineHealthCheck";

    @BuildStep
    HealthBuildItem readiness(ChannelBoxBuildTimeConfig config) {
        return new HealthBuildItem(CHECK, config.healthEnabled());
    }
}
