package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.PresenceBy;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;

/** Configuration of the group comes before the annotation, that before the global configuration, that before the default. */
class GroupSettingsResolverTest {

    private static final class Binding extends GroupBinding {

        Binding(String template, String expires, String history, String payloadType) {
            super("endpoint");
            declare(template, expires, history, payloadType, "ON_OPEN", "SERVER");
        }

        @Override
        public void writeNames(GroupNameWriter names) {
            throw new UnsupportedOperationException();
        }
    }

    private static GroupSettings settings(String group, List<GroupBinding> bindings, String... properties) {
        return new GroupSettingsResolver(TestConfig.of(bindings, properties), bindings).settings(group);
    }

    private static final GroupBinding CHAT = new Binding("chat-{room}", "5m", "ALWAYS", "JSON");
    private static final GroupBinding PLAIN = new Binding("chat-{room}", "", "DEFAULT", "AUTO");

    @Test
    void theDefaults() {
        assertEquals(new GroupSettings("*", Duration.ofHours(1), PayloadType.AUTO, 0, OptionalInt.empty(),
                1024 * 1024, SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, 100, 1024 * 1024, Optional.empty(), 1000,
                new PresenceSettings(true, 1000, PresenceBy.CONNECTION, Duration.ZERO)),
                settings("any", List.of()));
        assertEquals("chat-{room}", settings("chat-a", List.of(PLAIN)).template());
    }

    @Test
    void globalConfiguration() {
        assertEquals(new GroupSettings("chat-{room}", Duration.ofMinutes(2), PayloadType.TEXT, 7, OptionalInt.of(3),
                3072, SlowConsumerPolicy.DROP, HistoryStorage.NEVER, 8, 1024, Optional.of(Duration.ofHours(2)), 5,
                new PresenceSettings(false, 6, PresenceBy.USER, Duration.ofSeconds(30))),
                settings("chat-a", List.of(PLAIN), "expires", "2m", "payload-type", "text", "replay", "7",
                        "max-channels-per-group", "3", "max-buffered", "3K", "slow-consumer", "drop", "history.enabled",
                        "never", "history.size", "8",
                        "history.max-bytes", "1K", "history.ttl", "2h", "max-resume", "5", "presence.enabled", "false",
                        "presence.max-channels", "6", "presence.by", "user", "presence.leave-delay", "30s"));
    }

    @Test
    void theAnnotation() {
        GroupSettings settings = settings("chat-a", List.of(CHAT), "expires", "2m", "payload-type", "text",
                "history.enabled", "never", "replay", "7");
        assertEquals(Duration.ofMinutes(5), settings.expires());
        assertEquals(PayloadType.JSON, settings.payloadType());
        assertEquals(HistoryStorage.ALWAYS, settings.storage());
        assertEquals(7, settings.replay());
    }

    @Test
    void configurationOfTheGroup() {
        String key = "groups.\"chat-{room}\".";
        assertEquals(new GroupSettings("chat-{room}", Duration.ofMinutes(1), PayloadType.BINARY, 9, OptionalInt.of(4),
                4096, SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, 11, 2048, Optional.of(Duration.ofHours(3)), 7,
                new PresenceSettings(false, 8, PresenceBy.USER, Duration.ofSeconds(3))),
                settings("chat-a", List.of(CHAT), key + "expires", "1m", key + "payload-type", "binary", key + "replay", "9",
                        key + "max-channels-per-group", "4", key + "max-buffered", "4K", key + "slow-consumer", "disconnect",
                        "slow-consumer", "drop", key + "history.enabled", "on-request", key + "history.size",
                        "11", key + "history.max-bytes", "2K", key + "history.ttl", "3h", key + "max-resume", "7",
                        key + "presence.enabled",
                        "false", key + "presence.max-channels", "8", key + "presence.by", "user",
                        key + "presence.leave-delay", "3s", "presence.leave-delay", "4s"));
    }

    @Test
    void theMoreSpecificTemplateAddsToTheOther() {
        String[] properties = { "groups.\"chat-{room}\".replay", "9", "groups.\"chat-{room}\".history.size", "11",
                "groups.\"chat-lobby\".replay", "50" };
        GroupSettings lobby = settings("chat-lobby", List.of(CHAT), properties);
        assertEquals(50, lobby.replay());
        assertEquals(11, lobby.historySize());
        assertEquals(Duration.ofMinutes(5), lobby.expires());
        assertEquals(9, settings("chat-garden", List.of(CHAT), properties).replay());
    }

    /** A template that matches everything does not reach into the groups of other endpoints. */
    @Test
    void theSearchEndsAtTheFirstAnnotation() {
        GroupBinding any = new Binding("{query:name}", "1s", "NEVER", "TEXT");
        GroupSettings settings = settings("chat-a", List.of(any, PLAIN), "groups.\"{query:name}\".replay", "9");
        assertEquals(0, settings.replay());
        assertEquals(Duration.ofHours(1), settings.expires());
        assertEquals(PayloadType.AUTO, settings.payloadType());
        assertEquals(9, settings("other", List.of(any, PLAIN), "groups.\"{query:name}\".replay", "9").replay());
    }
}
