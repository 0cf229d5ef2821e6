package io.quarkiverse.channelbox.deployment.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfigBuilder;

/** In production the AsyncAPI document is served where somebody wants it only. */
class AsyncApiServedTest {

    private static ChannelBoxBuildTimeConfig config(Boolean served) {
        Map<String, String> values = served == null ? Map.of()
                : Map.of("quarkus.channel-box.asyncapi.served", String.valueOf(served));
        return new SmallRyeConfigBuilder().withDefaultValues(values).withMapping(ChannelBoxBuildTimeConfig.class).build()
                .getConfigMapping(ChannelBoxBuildTimeConfig.class);
    }

    @ParameterizedTest
    @CsvSource({ "NORMAL,,false", "NORMAL,true,true", "NORMAL,false,false", "DEVELOPMENT,,true", "TEST,,true",
            "DEVELOPMENT,false,false" })
    void byDefaultWhereItIsDevelopedAndTested(LaunchMode launchMode, Boolean configured, boolean isServed) {
        assertEquals(isServed, new IsServed(config(configured), launchMode).getAsBoolean());
    }
}
