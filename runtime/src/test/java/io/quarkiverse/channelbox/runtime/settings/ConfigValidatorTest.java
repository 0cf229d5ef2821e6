package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.runtime.configuration.ConfigurationException;

/** A value that cannot be used stops the start, and the message names its key. */
class ConfigValidatorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "expires | -1s", "replay | -1", "max-group-name-length | 0", "max-channels-per-group | 0", "max-channels | 0",
            "max-groups | 0", "max-history-bytes | 0", "max-idempotency-keys | 0", "max-idempotency-keys-per-group | 0",
            "redis.empty-group-life | 999ms", "compression-min-size | 0",
            "ping-interval | -1s", "max-buffered | 0", "merge-delay | -1ms", "groups.\"chat-{room}\".max-buffered | 0",
            "pong-timeout | 0",
            "history.size | 0", "history.max-bytes | 0", "history.ttl | 0",
            "group-name-pattern | [a-z", "allowed-origins | chat.example.org", "allowed-origins | https://a.example/path",
            "cleanup.every | 0", "cleanup.every | ' '", "cleanup.every | sometimes", "cleanup.every | -5s",
            "redis.timeout | 0", "redis.prefix | a{b}:", "redis.prefix | a b:",
            "groups.\"chat-{room}\".expires | -1s", "groups.\"chat-{room}\".replay | -1",
            "groups.\"chat-{room}\".max-channels-per-group | 0", "groups.\"chat-{room}\".history.size | 0",
            "groups.\"chat-{room}\".history.max-bytes | 0", "groups.\"chat-{room}\".history.ttl | -1s" })
    void namesTheKeyOfAnUnusableValue(String key, String value) {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> TestConfig.of(key, value));
        assertTrue(refused.getMessage().contains("quarkus.channel-box." + key + ": "), refused.getMessage());
        assertEquals(Set.of("quarkus.channel-box." + key), refused.getConfigKeys());
    }

    /** What is not even of the type is refused before, by name as well. */
    @ParameterizedTest
    @CsvSource({ "expires, soon", "payload-type, xml", "history.enabled, maybe", "history.max-bytes, many", "replay, all",
            "max-channels, lots", "ping-interval, often", "slow-consumer, wait", "engine, kafka", "redis.start, maybe",
            "history.max-bytes, 8E",
            "cleanup.every, 999999999999999999d", "cleanup.every, PT9999999999999999S", "history.max-bytes, -1",
            "replay, 3000000000", "pong-timeout, ''", "groups.\"chat-{room}\".payload-type, xml",
            "groups.\"chat-{room}\".history.max-bytes, 8E" })
    void namesTheKeyOfAnUnknownValue(String key, String value) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> TestConfig.of(key, value));
        assertTrue(refused.getMessage().contains("quarkus.channel-box." + key), refused.getMessage());
    }

    @Test
    void namesATemplateThatCannotBeParsed() {
        ConfigurationException refused = assertThrows(ConfigurationException.class,
                () -> TestConfig.of("groups.\"chat-{room\".replay", "5"));
        assertTrue(refused.getMessage().contains("quarkus.channel-box.groups.\"chat-{room\": at position 5"),
                refused.getMessage());
    }

    @Test
    void namesAllAtOnce() {
        ConfigurationException refused = assertThrows(ConfigurationException.class,
                () -> TestConfig.of("replay", "-1", "history.size", "0", "pong-timeout", "0"));
        assertEquals(Set.of("quarkus.channel-box.replay", "quarkus.channel-box.history.size",
                "quarkus.channel-box.pong-timeout"), refused.getConfigKeys());
    }

    @Test
    void acceptsWhatCanBeUsed() {
        assertDoesNotThrow(() -> TestConfig.of());
        assertDoesNotThrow(() -> TestConfig.of("expires", "0", "ping-interval", "0", "cleanup.every", "off", "history.enabled",
                "on-request", "payload-type", "json", "history.max-bytes", "10M", "allowed-origins",
                "https://a.example,http://b.example:8080", "groups.\"chat-{room}\".history.enabled", "always"));
    }
}
