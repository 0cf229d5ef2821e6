package io.quarkiverse.channelbox.runtime.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.GroupConfig;
import io.quarkiverse.channelbox.runtime.config.ValidatedConfig;
import io.quarkus.arc.All;

/**
 * Finds the settings of a group by its name: of the templates that match the name the most specific one counts. The order of
 * precedence is {@code groups."template".…}, annotation, {@code quarkus.channel-box.…}.
 */
@Singleton
public class GroupSettingsResolver {

    private record Candidate(GroupTemplate template, GroupSettings settings) {
    }

    private final List<Candidate> candidates = new ArrayList<>();
    private final GroupSettings fallback;

    public GroupSettingsResolver(ValidatedConfig validated, @All List<GroupBinding> bindings) {
        ChannelBoxRuntimeConfig config = validated.values();
        Map<String, GroupConfig> overrides = config.groups();
        List<String> annotated = new ArrayList<>();
        for (GroupBinding binding : bindings) {
            for (GroupDefaults defaults : binding.defaults()) {
                String value = defaults.template().value();
                annotated.add(value);
                candidates.add(new Candidate(defaults.template(),
                        combine(config, Optional.of(defaults), Optional.ofNullable(overrides.get(value)))));
            }
        }
        for (Map.Entry<String, GroupConfig> override : overrides.entrySet()) {
            if (!annotated.contains(override.getKey())) {
                candidates.add(new Candidate(GroupTemplate.parse(override.getKey()),
                        combine(config, Optional.empty(), Optional.of(override.getValue()))));
            }
        }
        candidates.sort(Comparator.comparingInt((Candidate c) -> c.template().literalLength()).reversed()
                .thenComparing(c -> c.template().value()));
        fallback = combine(config, Optional.empty(), Optional.empty());
    }

    public GroupSettings settings(String group) {
        for (Candidate candidate : candidates) {
            if (candidate.template().matches(group)) {
                return candidate.settings();
            }
        }
        return fallback;
    }

    private static GroupSettings combine(ChannelBoxRuntimeConfig config, Optional<GroupDefaults> annotation,
            Optional<GroupConfig> override) {
        var history = config.history();
        return new GroupSettings(
                override.flatMap(GroupConfig::expires)
                        .or(() -> annotation.flatMap(GroupDefaults::expires)).orElse(config.expires()),
                override.flatMap(GroupConfig::payloadType)
                        .or(() -> annotation.flatMap(GroupDefaults::payloadType)).orElse(config.payloadType()),
                override.map(GroupConfig::replay).orElse(OptionalInt.empty()).orElse(config.replay()),
                override.map(GroupConfig::maxChannelsPerGroup).filter(OptionalInt::isPresent)
                        .orElse(config.maxChannelsPerGroup()),
                override.flatMap(GroupConfig::maxBuffered).orElse(config.maxBuffered()).asLongValue(),
                override.flatMap(GroupConfig::slowConsumer).orElse(config.slowConsumer()),
                override.flatMap(o -> o.history().enabled())
                        .or(() -> annotation.flatMap(GroupDefaults::history)).orElse(history.enabled()),
                override.map(o -> o.history().size()).orElse(OptionalInt.empty()).orElse(history.size()),
                override.flatMap(o -> o.history().maxBytes()).orElse(history.maxBytes()).asLongValue(),
                override.flatMap(o -> o.history().ttl()).or(history::ttl));
    }
}
