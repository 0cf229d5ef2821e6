package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.GroupConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Environment variables set every property of a template that the build has made known. */
class GroupKeysTest {

    /** One that each property can have: the property decides what it means. */
    private static final Map<String, String> VALUES = Map.of("payload-type", "text", "slow-consumer", "drop",
            "history.enabled", "always", "presence.enabled", "false", "presence.by", "user");

    private static String value(String property) {
        return VALUES.getOrDefault(property, "7");
    }

    private static GroupConfig config(String template, Map<String, String> environment, Map<String, String> file) {
        return groups(template, environment, file).get(template);
    }

    private static Map<String, GroupConfig> groups(String template, Map<String, String> environment,
            Map<String, String> file) {
        return new QuotedGroupKeys().configBuilder(new SmallRyeConfigBuilder()).addDiscoveredConverters()
                .addDefaultInterceptors().withProfile("test")
                .withMapping(ChannelBoxRuntimeConfig.class)
                .withDefaultValue(GroupKeys.anyKey(template), "")
                .withSources(new EnvConfigSource(environment, 300), new PropertiesConfigSource(file, "file", 250))
                .build().getConfigMapping(ChannelBoxRuntimeConfig.class).groups();
    }

    /** What is set, by the methods of the interface. */
    private static Map<String, String> set(Object config, String prefix) {
        Map<String, String> values = new HashMap<>();
        Class<?> mapping = Arrays.stream(config.getClass().getInterfaces()).filter(each -> each.getName().contains("Group"))
                .findFirst().orElseThrow();
        for (var method : mapping.getMethods()) {
            Object value;
            try {
                value = method.invoke(config);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            String name = prefix + method.getName();
            if (method.getReturnType().isInterface()) {
                values.putAll(set(value, name + '.'));
            } else if (!value.toString().endsWith(".empty")) {
                values.put(name, value.toString());
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = { "chat-{room}", "{query:group_name}", "a.b-{header:X-Y}:{user}", "news" })
    void eachPropertyAlone(String template) {
        assertTrue(GroupKeys.properties().size() >= 15, () -> GroupKeys.properties().toString());
        for (String property : GroupKeys.properties()) {
            String variable = GroupKeys.variable(GroupKeys.key(template, property));
            assertEquals(1, set(config(template, Map.of(variable, value(property)), Map.of()), "").size(), variable);
        }
    }

    @Test
    void theVariableIsNamedAsTheConfigurationNamesIt() {
        assertEquals("QUARKUS_CHANNEL_BOX_GROUPS__CHAT__ROOM___HISTORY_MAX_BYTES",
                GroupKeys.variable(GroupKeys.key("chat-{room}", "history.max-bytes")));
    }

    @Test
    void withoutAnyThereIsNothing() {
        assertEquals(Map.of(), set(config("chat-{room}", Map.of(), Map.of()), ""));
    }

    @Test
    void theFileWinsOverNothingAndTheVariableOverTheFile() {
        String key = GroupKeys.anyKey("chat-{room}");
        assertEquals(Map.of("expires", "Optional[PT1M]"), set(config("chat-{room}", Map.of(), Map.of(key, "1m")), ""));
        assertEquals(Map.of("expires", "Optional[PT2M]"),
                set(config("chat-{room}", Map.of(GroupKeys.variable(key), "2m"), Map.of(key, "1m")), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "chat-{room}", "a.b-{header:X-Y}:{user}", "news" })
    void quotesMayBeLeftOut(String template) {
        String key = GroupKeys.PREFIX + template + '.';
        String quoted = GroupKeys.key(template, "");
        Map<String, String> file = Map.of(key + "replay", "3", key + "history.size", "4", key + "expires", "1m",
                quoted + "max-resume", "5", quoted + "replay", "6");
        assertEquals(Map.of("replay", "OptionalInt[6]", "history.size", "OptionalInt[4]", "expires", "Optional[PT1M]",
                "maxResume", "OptionalInt[5]"), set(config(template, Map.of(), file), ""));
        assertEquals("OptionalInt[7]",
                set(config(template, Map.of(GroupKeys.variable(key + "replay"), "7"), file), "").get("replay"));
    }

    @ParameterizedTest
    @CsvSource({ "c-{room}, '\"c-{room}\"'", "'\"c-{room}\"', c-{room}", "c-{room}, c-{room}" })
    void theKeyOfTheProfileCountsInEitherSpelling(String plain, String ofProfile) {
        for (String profile : List.of("%test.", "%test,dev.", "%dev,test.")) {
            Map<String, String> file = Map.of(GroupKeys.PREFIX + plain + ".replay", "1",
                    profile + GroupKeys.PREFIX + ofProfile + ".replay", "5",
                    "%dev." + GroupKeys.PREFIX + plain + ".replay", "9");
            assertEquals(Map.of("replay", "OptionalInt[5]"), set(config("c-{room}", Map.of(), file), ""), profile);
        }
    }

    @Test
    void theStrongerSourceCountsBeforeTheProfile() {
        Map<String, String> file = Map.of("%test." + GroupKeys.PREFIX + "news.replay", "5");
        assertEquals(Map.of("replay", "OptionalInt[7]"),
                set(config("news", Map.of("QUARKUS_CHANNEL_BOX_GROUPS__NEWS__REPLAY", "7"), file), ""));
    }

    @ParameterizedTest
    @CsvSource({ "chat-lobby, CHAT_LOBBY", "Chat, CHAT", "chat_lobby, CHAT_LOBBY", "a.b-C, A_B_C", "chat.lobby, CHAT_LOBBY" })
    void aVariableMakesNoOtherTemplate(String template, String variable) {
        for (String name : List.of("QUARKUS_CHANNEL_BOX_GROUPS__%s__", "_TEST_QUARKUS_CHANNEL_BOX_GROUPS__%s__",
                "QUARKUS_CHANNEL_BOX_GROUPS_%s_")) {
            Map<String, String> environment = Map.of(name.formatted(variable) + "REPLAY", "7");
            for (String key : List.of(template + ".expires", template + ".replay", GroupKeys.key(template, "expires"),
                    GroupKeys.key(template, "replay"), "%test." + GroupKeys.PREFIX + template + ".expires")) {
                String whole = key.contains(GroupKeys.PREFIX) ? key : GroupKeys.PREFIX + key;
                Map<String, GroupConfig> groups = groups(template, environment,
                        Map.of(whole, key.endsWith("expires") ? "1m" : "3"));
                assertEquals(Set.of(template), groups.keySet(), () -> environment + " " + key);
                assertEquals("OptionalInt[7]", set(groups.get(template), "").get("replay"), () -> environment + " " + key);
            }
        }
    }

    @Test
    void templatesThatAVariableDoesNotTellApartAreBothSet() {
        Map<String, GroupConfig> groups = groups("chat-lobby", Map.of("QUARKUS_CHANNEL_BOX_GROUPS__CHAT_LOBBY__REPLAY", "7"),
                Map.of(GroupKeys.key("chat.lobby", "expires"), "1m"));
        assertEquals(Set.of("chat-lobby", "chat.lobby"), groups.keySet());
        groups.values().forEach(group -> assertEquals("OptionalInt[7]", set(group, "").get("replay")));
    }

    @Test
    void theTemplateOfAKeyIsWhatIsBeforeTheProperty() {
        assertEquals(Optional.of("a.b"), GroupKeys.withoutProperty("a.b.history.size"));
        assertEquals(Optional.of("A_B_"), GroupKeys.withoutProperty("A_B__PRESENCE_MAX_CHANNELS"));
        assertEquals(Optional.empty(), GroupKeys.withoutProperty("a.b.size"));
    }
}
