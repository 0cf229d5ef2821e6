package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.settings.GroupKeys;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;

/** The environment variables that the page on configuration names. */
class EnvironmentVariablesTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "QUARKUS_CHANNEL_BOX_HISTORY_MAX_BYTES", "64K",
            "QUARKUS_CHANNEL_BOX_GROUPS__CHAT__ROOM___EXPIRES", "10m");

    private static ChannelBoxRuntimeConfig config(String... properties) {
        Map<String, String> file = properties.length == 0 ? Map.of() : Map.of(properties[0], properties[1]);
        return ConfigUtils.emptyConfigBuilder()
                .withMapping(ChannelBoxRuntimeConfig.class)
                .withSources(new EnvConfigSource(ENVIRONMENT, 300), new PropertiesConfigSource(file, "file", 250))
                .build().getConfigMapping(ChannelBoxRuntimeConfig.class);
    }

    private static Optional<Duration> expires(ChannelBoxRuntimeConfig config) {
        return config.groups().get("chat-{room}").expires();
    }

    @Test
    void aSimpleKeyNeedsNothingElse() {
        assertEquals(64 * 1024, config().history().maxBytes().asLongValue());
    }

    @Test
    void aTemplateMustBeKnown() {
        assertEquals(Optional.empty(), expires(config()));
        Optional<Duration> set = Optional.of(Duration.ofMinutes(10));
        assertEquals(set, expires(config(GroupKeys.anyKey("chat-{room}"), "")), "as the build makes it known");
        assertEquals(set, expires(config("quarkus.channel-box.groups.\"chat-{room}\".expires", "1h")));
        assertEquals(set, expires(config("quarkus.channel-box.groups.\"chat-{room}\".replay", "")));
    }
}
