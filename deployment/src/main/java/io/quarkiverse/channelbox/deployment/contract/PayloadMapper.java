package io.quarkiverse.channelbox.deployment.contract;

import org.eclipse.microprofile.config.Config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The {@code ObjectMapper} as Quarkus makes it from the configuration of the build. What the application's own code changes in
 * it, the build cannot know.
 */
final class PayloadMapper {

    private static final String KEY = "quarkus.jackson.";

    private PayloadMapper() {
    }

    static ObjectMapper of(Config config) {
        JsonMapper.Builder mapper = JsonMapper.builder().findAndAddModules();
        mapper.configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, is(config, "write-dates-as-timestamps", false));
        mapper.configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, is(config, "write-durations-as-timestamps", true));
        config.getOptionalValue(KEY + "serialization-inclusion", JsonInclude.Include.class)
                .ifPresent(inclusion -> mapper.defaultPropertyInclusion(JsonInclude.Value.construct(inclusion, inclusion)));
        return mapper.build();
    }

    private static boolean is(Config config, String key, boolean absent) {
        return config.getOptionalValue(KEY + key, Boolean.class).orElse(absent);
    }
}
