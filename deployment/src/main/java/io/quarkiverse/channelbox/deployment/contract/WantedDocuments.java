package io.quarkiverse.channelbox.deployment.contract;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkus.runtime.LaunchMode;

/** Which documents are made; tests leave the output folder as it is. */
record WantedDocuments(boolean asyncApi, boolean typeScript, boolean served) {

    static WantedDocuments of(ChannelBoxBuildTimeConfig config, LaunchMode launchMode) {
        boolean isWritten = launchMode != LaunchMode.TEST;
        boolean isServed = new IsServed(config, launchMode).getAsBoolean();
        return new WantedDocuments(isWritten && config.asyncapi().enabled() || isServed,
                isWritten && config.typescript().enabled(), isServed);
    }

    boolean any() {
        return asyncApi || typeScript;
    }
}
