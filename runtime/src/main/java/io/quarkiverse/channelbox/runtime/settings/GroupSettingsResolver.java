package io.quarkiverse.channelbox.runtime.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.GroupConfig;
import io.quarkus.arc.All;

/**
 * Finds the settings of a group by its name. The most specific template of a {@code @ChannelGroup} that matches the name gives
 * the defaults; {@code groups."template".…} overrides them, of that template and of those that are more specific, the most
 * specific one first; what none of them sets is taken from {@code quarkus.channel-box.…}.
 */
@Singleton
public class GroupSettingsResolver {

    /** A template with what is said of it. */
    private record Candidate(GroupTemplate template, Optional<GroupDefaults> annotation, Optional<GroupConfig> override) {
    }

    private final ChannelBoxRuntimeConfig config;
    /** The most specific one first. */
    private final List<Candidate> candidates = new ArrayList<>();
    /** By the candidates that count for a name, of which there are few combinations. */
    private final ConcurrentMap<List<Candidate>, GroupSettings> known = new ConcurrentHashMap<>();

    public GroupSettingsResolver(ValidatedConfig validated, @All List<GroupBinding> bindings) {
        this.config = validated.values();
        Map<String, GroupConfig> overrides = new HashMap<>(config.groups());
        for (GroupBinding binding : bindings) {
            for (GroupDefaults defaults : binding.defaults()) {
                candidates.add(new Candidate(defaults.template(), Optional.of(defaults),
                        Optional.ofNullable(config.groups().get(defaults.template().value()))));
                overrides.remove(defaults.template().value());
            }
        }
        overrides.forEach((template, override) -> candidates
                .add(new Candidate(GroupTemplate.parse(template), Optional.empty(), Optional.of(override))));
        candidates.sort(Comparator.comparingInt((Candidate c) -> c.template().literalLength()).reversed()
                .thenComparing(c -> c.template().value()));
    }

    public GroupSettings settings(String group) {
        List<Candidate> matching = new ArrayList<>(2);
        for (Candidate candidate : candidates) {
            if (candidate.template().matches(group)) {
                matching.add(candidate);
                if (candidate.annotation().isPresent()) {
                    break;
                }
            }
        }
        return known.computeIfAbsent(matching, this::combine);
    }

    /** All values that {@link GroupSettings#template} has. */
    public List<String> templates() {
        return Stream.concat(candidates.stream().filter(c -> c.annotation().isPresent()).map(c -> c.template().value()),
                Stream.of(GroupSettings.NO_TEMPLATE)).distinct().toList();
    }

    private GroupSettings combine(List<Candidate> matching) {
        var history = config.history();
        return new GroupSettings(
                matching.stream().filter(c -> c.annotation().isPresent()).map(c -> c.template().value()).findFirst()
                        .orElse(GroupSettings.NO_TEMPLATE),
                first(matching, GroupConfig::expires, GroupDefaults::expires).orElse(config.expires()),
                first(matching, GroupConfig::payloadType, GroupDefaults::payloadType).orElse(config.payloadType()),
                first(matching, c -> boxed(c.replay())).orElse(config.replay()),
                unboxed(first(matching, c -> boxed(c.maxChannelsPerGroup())).or(() -> boxed(config.maxChannelsPerGroup()))),
                first(matching, GroupConfig::maxBuffered).orElse(config.maxBuffered()).asLongValue(),
                first(matching, GroupConfig::slowConsumer).orElse(config.slowConsumer()),
                first(matching, c -> c.history().enabled(), GroupDefaults::history).orElse(history.enabled()),
                first(matching, c -> boxed(c.history().size())).orElse(history.size()),
                first(matching, c -> c.history().maxBytes()).orElse(history.maxBytes()).asLongValue(),
                first(matching, c -> c.history().ttl()).or(history::ttl),
                first(matching, c -> boxed(c.maxResume())).orElse(config.maxResume()),
                presence(matching));
    }

    private PresenceSettings presence(List<Candidate> matching) {
        var presence = config.presence();
        return new PresenceSettings(
                first(matching, c -> c.presence().enabled()).orElse(presence.enabled()),
                first(matching, c -> boxed(c.presence().maxChannels())).orElse(presence.maxChannels()),
                first(matching, c -> c.presence().by()).orElse(presence.by()),
                first(matching, c -> c.presence().leaveDelay()).orElse(presence.leaveDelay()));
    }

    private static <T> Optional<T> first(List<Candidate> matching, Function<GroupConfig, Optional<T>> override) {
        return matching.stream().flatMap(c -> c.override().flatMap(override).stream()).findFirst();
    }

    private static <T> Optional<T> first(List<Candidate> matching, Function<GroupConfig, Optional<T>> override,
            Function<GroupDefaults, Optional<T>> annotation) {
        return first(matching, override)
                .or(() -> matching.stream().flatMap(c -> c.annotation().flatMap(annotation).stream()).findFirst());
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private static OptionalInt unboxed(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
