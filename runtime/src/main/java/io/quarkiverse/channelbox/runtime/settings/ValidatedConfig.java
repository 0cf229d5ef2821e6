package io.quarkiverse.channelbox.runtime.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The configuration, after it was found usable. Beans inject this one, so that a bad value stops the start with the name of its
 * key, whichever of them is made first.
 */
@Singleton
public class ValidatedConfig {

    private static final Logger LOG = Logger.getLogger(ValidatedConfig.class);

    private final ChannelBoxRuntimeConfig values;

    /**
     * @param config that the values are from
     * @throws ConfigurationException if a value cannot be used; the message names the key of each
     */
    public ValidatedConfig(ChannelBoxRuntimeConfig values, Config config, @All List<GroupBinding> bindings) {
        new ConfigValidator(values).validate();
        List<String> templates = bindings.stream().flatMap(binding -> binding.defaults().stream())
                .map(defaults -> defaults.template().value()).toList();
        new UnknownTemplates(templates, values.groups().keySet()).warnings(config).forEach(LOG::warn);
        this.values = values;
    }

    public ChannelBoxRuntimeConfig values() {
        return values;
    }

    /** How long after a cleanup the next one begins; empty for never. */
    public Optional<Duration> cleanupEvery() {
        return ConfigValidator.cleanupEvery(values.cleanup().every());
    }
}
