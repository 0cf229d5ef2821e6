package io.quarkiverse.channelbox.deployment.contract;

import java.util.function.BooleanSupplier;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkus.runtime.LaunchMode;

/** Whether the application serves the AsyncAPI document: as configured, or else not in production. */
public final class IsServed implements BooleanSupplier {

    private final ChannelBoxBuildTimeConfig config;
    private final LaunchMode launchMode;

    public IsServed(ChannelBoxBuildTimeConfig config, LaunchMode launchMode) {
        this.config = config;
        this.launchMode = launchMode;
    }

    @Override
    public boolean getAsBoolean() {
        return config.asyncapi().served().orElse(launchMode.isDevOrTest());
    }
}
