package io.quarkiverse.channelbox.runtime.settings;

import java.time.Duration;
import java.util.Optional;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkus.runtime.configuration.DurationConverter;

/**
 * What one {@link ChannelGroup} annotation says.
 *
 * @param expires empty: as configured
 * @param history empty: as configured
 * @param payloadType empty: as configured
 */
public record GroupDefaults(GroupTemplate template, Optional<Duration> expires, Optional<HistoryStorage> history,
        Optional<PayloadType> payloadType, ChannelGroup.JoinMode join, ChannelGroup.PublishMode publish) {

    /** From the annotation's members, which the build has validated. */
    static GroupDefaults of(String template, String expires, String history, String payloadType, String join,
            String publish) {
        return new GroupDefaults(GroupTemplate.parse(template),
                expires.isEmpty() ? Optional.empty() : Optional.of(DurationConverter.parseDuration(expires)),
                switch (ChannelGroup.HistoryMode.valueOf(history)) {
                    case DEFAULT -> Optional.empty();
                    case ON_REQUEST -> Optional.of(HistoryStorage.ON_REQUEST);
                    case ALWAYS -> Optional.of(HistoryStorage.ALWAYS);
                    case NEVER -> Optional.of(HistoryStorage.NEVER);
                },
                PayloadType.valueOf(payloadType) == PayloadType.AUTO
                        ? Optional.empty()
                        : Optional.of(PayloadType.valueOf(payloadType)),
                ChannelGroup.JoinMode.valueOf(join), ChannelGroup.PublishMode.valueOf(publish));
    }
}
