package io.quarkiverse.channelbox.runtime.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.GroupConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.InboundConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;

/** Finds the values that cannot be used, all of them at once. */
final class ConfigValidator {

    private static final String PREFIX = "quarkus.channel-box.";

    /** Of base64: 192 bits. */
    private static final int MIN_KEY = 32;

    private final ChannelBoxRuntimeConfig config;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();

    ConfigValidator(ChannelBoxRuntimeConfig config) {
        this.config = config;
    }

    /** @throws ConfigurationException if a value cannot be used */
    void validate() {
        notNegative("expires", config.expires());
        atLeast("replay", OptionalInt.of(config.replay()), 0);
        atLeast("max-resume", OptionalInt.of(config.maxResume()), 0);
        atLeast("presence.max-channels", OptionalInt.of(config.presence().maxChannels()), 0);
        maxBytes("presence.max-bytes-per-second", config.presence().maxBytesPerSecond());
        notNegative("presence.leave-delay", config.presence().leaveDelay());
        if (!config.client().path().startsWith("/") || config.client().path().length() < 2) {
            problem("client.path", "'" + config.client().path() + "' is no path: it begins with a slash");
        }
        // What it is, is nobody's business.
        config.positionKey().filter(key -> key.length() < MIN_KEY)
                .ifPresent(key -> problem("position-key", "it has fewer than " + MIN_KEY + " characters"));
        atLeast("max-group-name-length", OptionalInt.of(config.maxGroupNameLength()), 1);
        atLeast("max-channels-per-group", config.maxChannelsPerGroup(), 1);
        atLeast("max-channels", config.maxChannels(), 1);
        atLeast("max-groups", OptionalInt.of(config.maxGroups()), 1);
        atLeast("max-groups-per-connection", OptionalInt.of(config.maxGroupsPerConnection()), 1);
        atLeast("max-commands-per-connection", OptionalInt.of(config.maxCommandsPerConnection()), 1);
        atLeast("max-asks", OptionalInt.of(config.maxAsks()), 1);
        atLeast("max-idempotency-keys", OptionalInt.of(config.maxIdempotencyKeys()), 1);
        atLeast("max-idempotency-keys-per-group", OptionalInt.of(config.maxIdempotencyKeysPerGroup()), 1);
        config.maxHistoryBytes().ifPresent(max -> maxBytes("max-history-bytes", max));
        maxBytes("max-buffered", config.maxBuffered());
        maxBytes("compression-min-size", config.compressionMinSize());
        notNegative("merge-delay", config.mergeDelay());
        notNegative("ping-interval", config.pingInterval());
        positive("pong-timeout", config.pongTimeout());
        atLeast("history.size", OptionalInt.of(config.history().size()), 1);
        maxBytes("max-pending", config.maxPending());
        inbound(config.inbound());
        maxBytes("history.max-bytes", config.history().maxBytes());
        config.history().ttl().ifPresent(ttl -> positive("history.ttl", ttl));
        usable("group-name-pattern", () -> Pattern.compile(config.groupNamePattern()));
        config.allowedOrigins().ifPresent(origins -> usable("allowed-origins", () -> Origin.normalizeAll(origins)));
        positive("redis.timeout", config.redis().timeout());
        atLeast("redis.empty-group-life", config.redis().emptyGroupLife(), Duration.ofSeconds(1));
        if (config.redis().prefix().matches(".*[{}\\s].*")) {
            problem("redis.prefix", "'" + config.redis().prefix() + "' must not have braces or white space");
        }
        usable("cleanup.every", () -> cleanupEvery(config.cleanup().every()));
        config.groups().forEach(this::group);
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The configuration of channel-box cannot be used:\n- "
                    + String.join("\n- ", problems), keys);
        }
    }

    private void inbound(InboundConfig inbound) {
        atLeast("inbound.messages-per-second", OptionalInt.of(inbound.messagesPerSecond()), 0);
        if (inbound.bytesPerSecond().asBigInteger().signum() != 0) {
            maxBytes("inbound.bytes-per-second", inbound.bytesPerSecond());
        }
        positive("inbound.burst", inbound.burst());
        atLeast("inbound.max-unhandled", OptionalInt.of(inbound.maxUnhandled()), 1);
        maxBytes("inbound.max-pending", inbound.maxPending());
    }

    private void group(String template, GroupConfig group) {
        String key = "groups.\"" + template + "\"";
        usable(key, () -> GroupTemplate.parse(template));
        group.expires().ifPresent(expires -> notNegative(key + ".expires", expires));
        atLeast(key + ".replay", group.replay(), 0);
        atLeast(key + ".max-resume", group.maxResume(), 0);
        atLeast(key + ".presence.max-channels", group.presence().maxChannels(), 0);
        group.presence().leaveDelay().ifPresent(delay -> notNegative(key + ".presence.leave-delay", delay));
        atLeast(key + ".max-channels-per-group", group.maxChannelsPerGroup(), 1);
        group.maxBuffered().ifPresent(max -> maxBytes(key + ".max-buffered", max));
        atLeast(key + ".history.size", group.history().size(), 1);
        group.history().maxBytes().ifPresent(max -> maxBytes(key + ".history.max-bytes", max));
        group.history().ttl().ifPresent(ttl -> positive(key + ".history.ttl", ttl));
    }

    /** @throws IllegalArgumentException if it is neither a positive duration nor one of the words for never */
    static Optional<Duration> cleanupEvery(String every) {
        if (every.equals("off") || every.equals("disabled")) {
            return Optional.empty();
        }
        Duration duration = DurationConverter.parseDuration(every);
        // Of white space there is none.
        if (duration == null || duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("it must be a positive duration, or 'off'");
        }
        // Fails if it is too long for a timer.
        return Optional.of(Duration.ofMillis(duration.toMillis()));
    }

    private void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            problem(key, value + " is negative");
        }
    }

    private void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            problem(key, value + " is not a positive duration");
        }
    }

    private void maxBytes(String key, MemorySize value) {
        if (value.asBigInteger().signum() < 1) {
            problem(key, value.asBigInteger() + " is not at least 1 byte");
        } else if (value.asBigInteger().bitLength() > 63) {
            problem(key, value.asBigInteger() + " is more than " + Long.MAX_VALUE + " bytes");
        }
    }

    private void atLeast(String key, OptionalInt value, int least) {
        if (value.isPresent() && value.getAsInt() < least) {
            problem(key, value.getAsInt() + " is less than " + least);
        }
    }

    private void atLeast(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            problem(key, value + " is less than " + least);
        }
    }

    private void usable(String key, Supplier<?> use) {
        try {
            use.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            problem(key, e.getMessage());
        }
    }

    private void problem(String key, String problem) {
        problems.add(PREFIX + key + ": " + problem);
        keys.add(PREFIX + key);
    }
}
