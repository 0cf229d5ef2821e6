package io.quarkiverse.channelbox.runtime.settings;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The configuration, after it was found usable. Beans inject this one, so that a bad value stops the start with the name of its
 * key, whichever of them is made first.
 */
@Singleton
public class ValidatedConfig {

    private final ChannelBoxRuntimeConfig values;

    /** @throws ConfigurationException if a value cannot be used; the message names the key of each */
    public ValidatedConfig(ChannelBoxRuntimeConfig values, @All List<GroupBinding> bindings) {
        new ConfigValidator(values, bindings).validate();
        this.values = values;
    }

    public ChannelBoxRuntimeConfig values() {
        return values;
    }
}
