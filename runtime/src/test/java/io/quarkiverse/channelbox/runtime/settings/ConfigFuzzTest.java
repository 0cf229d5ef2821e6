package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.fuzz.Texts;
import io.quarkiverse.channelbox.runtime.inbound.NodeInbound;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.time.Durations;

/** Whatever is configured can be used, or stops the start with a message that names the key. */
class ConfigFuzzTest {

    private static final String[] KEYS = { "expires", "replay", "max-resume", "max-group-name-length", "group-name-pattern",
            "max-channels", "max-groups", "max-history-bytes", "max-buffered", "max-pending", "merge-delay", "ping-interval",
            "compression-min-size", "pong-timeout", "history.size", "history.max-bytes", "history.ttl", "history.enabled",
            "payload-type", "allowed-origins", "cleanup.every", "redis.timeout", "redis.prefix", "redis.empty-group-life",
            "client.path", "position-key", "inbound.messages-per-second", "inbound.bytes-per-second", "inbound.burst",
            "inbound.max-unhandled", "inbound.max-pending", "presence.max-channels", "presence.leave-delay",
            "presence.max-bytes-per-second", "slow-consumer", "groups.\"chat-{room}\".history.ttl",
            "groups.\"chat-{room}\".max-buffered", "groups.\"chat-{room}\".expires", "groups.\"chat-{room\".replay" };
    private static final String[] VALUES = { "0", "1", "-1", "10s", "5m", "PT1H", "off", "9223372036854775807", "8E", "1G",
            "2147483648", "PT9999999999999S", "999999999d", "9223372036854775807s", "https://a.example", "*", "[a-z]+",
            "always",
            "json", "1ns", "PT0.000000001S", "PT-1S", "/x" };

    @FuzzTest
    void values(FuzzedDataProvider data) {
        String key = data.pickValue(KEYS);
        String value = data.consumeBoolean() ? data.pickValue(VALUES) : Texts.any(data, 12);
        ValidatedConfig config;
        try {
            config = TestConfig.of(key, value);
        } catch (RuntimeException e) {
            // A template that is none is named without what is configured for it.
            String named = key.substring(0, key.startsWith("groups.") ? key.lastIndexOf('"') + 1 : key.length());
            assertTrue(String.valueOf(e.getMessage()).contains("quarkus.channel-box." + named),
                    () -> key + " = " + value + ": " + e);
            return;
        }
        use(config);
    }

    private static void use(ValidatedConfig config) {
        new NodeInbound(config, new NoCounts(), null);
        config.cleanupEvery();
        GroupSettings settings = new GroupSettingsResolver(config, List.of()).settings("chat-x");
        settings.historyTtl().ifPresent(ttl -> assertTrue(Durations.millis(ttl) > 0));
        assertTrue(settings.maxBuffered() > 0 && settings.historyMaxBytes() > 0 && settings.historySize() > 0);
        for (Duration each : List.of(config.values().redis().timeout(), config.values().redis().emptyGroupLife(),
                config.values().pongTimeout())) {
            assertTrue(Durations.millis(each) > 0);
        }
        try {
            new GroupNameRules(config).check("chat-x");
        } catch (InvalidGroupNameException e) {
            return; // The pattern or the length is such.
        }
    }
}
