package io.quarkiverse.channelbox.deployment;

import java.util.List;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

/** Readiness of the engine and of the node, for applications that have health checks. */
class HealthProcessor {

    private static final String PACKAGE = "io.quarkiverse.channelbox.runtime.health.";

    @BuildStep
    void readiness(ChannelBoxBuildTimeConfig config, BuildProducer<HealthBuildItem> checks) {
        for (String check : List.of("EngineHealthCheck", "ShutdownHealthCheck")) {
            checks.produce(new HealthBuildItem(PACKAGE + check, config.healthEnabled()));
        }
    }
}
