package io.quarkiverse.channelbox.runtime.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Configuration from properties, as an application reads it. */
public final class TestConfig {

    private TestConfig() {
    }

    /** @param properties keys without {@code quarkus.channel-box.} and their values, in turn */
    public static ValidatedConfig of(List<GroupBinding> bindings, String... properties) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            values.put("quarkus.channel-box." + properties[i], properties[i + 1]);
        }
        SmallRyeConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().withDefaultValues(values)
                .withMapping(ChannelBoxRuntimeConfig.class).build();
        return new ValidatedConfig(config.getConfigMapping(ChannelBoxRuntimeConfig.class), config, bindings);
    }

    public static ValidatedConfig of(String... properties) {
        return of(List.of(), properties);
    }
}
