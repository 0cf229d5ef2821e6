package io.quarkiverse.channelbox.runtime.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;

/**
 * What holds for a group, after configuration and annotation were put together.
 *
 * @param template of the {@code @ChannelGroup} that fits it best; {@link #NO_TEMPLATE} if none does
 * @param expires zero: never
 * @param maxBuffered bytes
 * @param historyTtl empty: for ever
 * @param maxResume how many missed messages a client may get that comes back
 */
public record GroupSettings(String template, Duration expires, PayloadType payloadType, int replay, OptionalInt maxChannels,
        long maxBuffered, SlowConsumerPolicy slowConsumer, HistoryStorage storage, int historySize, long historyMaxBytes,
        Optional<Duration> historyTtl, int maxResume, PresenceSettings presence) {

    /** Stands for all groups that no {@code @ChannelGroup} has; no group may be called so. */
    public static final String NO_TEMPLATE = "*";

    private static final Duration IDEMPOTENCY_WINDOW = Duration.ofMinutes(5);

    /** Whether a message is stored, given what its send asked for. */
    public boolean stores(boolean requested) {
        return switch (storage) {
            case ON_REQUEST -> requested;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    /** For how long an idempotency key is remembered. */
    public Duration idempotencyWindow() {
        return historyTtl.orElse(IDEMPOTENCY_WINDOW);
    }
}
