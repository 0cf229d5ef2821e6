package io.quarkiverse.channelbox.deployment.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig.AsyncApiConfig;
import io.quarkus.runtime.LaunchMode;

/** In production the AsyncAPI document is served where somebody wants it only. */
class AsyncApiServedTest {

    private record Config(boolean enabled, Optional<Boolean> served, String path, Optional<URI> server)
            implements
                AsyncApiConfig {
    }

    @ParameterizedTest
    @CsvSource({ "NORMAL,,false", "NORMAL,true,true", "NORMAL,false,false", "DEVELOPMENT,,true", "TEST,,true",
            "DEVELOPMENT,false,false" })
    void byDefaultWhereItIsDevelopedAndTested(LaunchMode launchMode, Boolean configured, boolean isServed) {
        assertEquals(isServed, ContractDocumentsProcessor.isServed(
                new Config(true, Optional.ofNullable(configured), "asyncapi", Optional.empty()), launchMode));
    }
}
