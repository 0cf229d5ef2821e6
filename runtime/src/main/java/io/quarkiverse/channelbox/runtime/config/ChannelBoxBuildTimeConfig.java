package io.quarkiverse.channelbox.runtime.config;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** What is decided when the application is built. */
@ConfigMapping(prefix = "quarkus.channel-box")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface ChannelBoxBuildTimeConfig {

    /**
     * Whether readiness says whether Redis can be used, where the application has `quarkus-smallrye-health`.
     */
    @WithName("health.enabled")
    @WithDefault("true")
    boolean healthEnabled();
}
