package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;

/** What is configured for a template that there is not is told, once for each, with what to write. */
class UnknownTemplatesTest {

    private static final List<String> TEMPLATES = List.of("a.b-{room}", "chat-{room}", "news", "x-{query:room}");
    private static final String PREFIX = "quarkus.channel-box.groups.";

    private static List<String> warnings(Map<String, String> environment, String... lines) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(String.join("\n", lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> file = new HashMap<>();
        properties.forEach((key, value) -> file.put((String) key, (String) value));
        Map<String, String> known = new HashMap<>();
        TEMPLATES.forEach(template -> known.put(GroupKeys.anyKey(template), ""));
        SmallRyeConfig config = ConfigUtils.emptyConfigBuilder().withInterceptors(new QuotedGroupKeys())
                .withMapping(ChannelBoxRuntimeConfig.class).withDefaultValues(known)
                .withSources(new EnvConfigSource(environment, 300), new PropertiesConfigSource(file, "file", 250)).build();
        return new UnknownTemplates(TEMPLATES, config.getConfigMapping(ChannelBoxRuntimeConfig.class).groups().keySet())
                .warnings(config);
    }

    private static List<String> ofFile(String... lines) {
        return warnings(Map.of(), lines);
    }

    @Test
    void aMisspeltTemplateOnce() {
        assertEquals(List.of(PREFIX + "\"chat-{rom}\" is of no @ChannelGroup: it applies to all groups whose names it matches."
                + " Did you mean " + PREFIX + "\"chat-{room}\"? The templates of endpoints are " + TEMPLATES),
                ofFile(PREFIX + "\"chat-{rom}\".replay=5", PREFIX + "\"chat-{rom}\".history.size=5"));
        assertEquals(List.of(PREFIX + "\"quite-another\" is of no @ChannelGroup: it applies to all groups whose names it"
                + " matches. The templates of endpoints are " + TEMPLATES), ofFile(PREFIX + "quite-another.replay=5"));
    }

    @Test
    void noneOfWhatIsUnderstood() {
        assertEquals(List.of(), ofFile(PREFIX + "\"chat-{room}\".replay=5", PREFIX + "chat-{room}.history.size=5",
                PREFIX + "\"x-{query\\:room}\".replay=5", PREFIX + "\"a.b-{room}\".history.size=5", PREFIX + "news.replay=5",
                PREFIX + "a.b-{room}.replay=5"));
    }

    @Test
    void aKeyThatTheFileCutsAtAColon() {
        assertEquals(List.of(PREFIX + "\"x-{query is ignored: in a file of properties a key ends at a colon, an equals sign or"
                + " white space. Write \\: for a colon, as in " + PREFIX + "\"x-{query\\:room}\"."),
                ofFile(PREFIX + "\"x-{query:room}\".replay=5", PREFIX + "\"x-{query:room}\".history.size=5"));
        assertEquals(List.of(PREFIX + "x-{query is ignored: in a file of properties a key ends at a colon, an equals sign or"
                + " white space. Write \\: for a colon, as in " + PREFIX + "\"x-{query\\:rom}\". Did you mean " + PREFIX
                + "\"x-{query:room}\"?"), ofFile(PREFIX + "x-{query:rom}.history.size=5"));
        assertEquals(List.of(PREFIX + "\"x is ignored: in a file of properties a key ends at a colon, an equals sign or white"
                + " space. Write \\: for a colon."), ofFile(PREFIX + "\"x=5"));
    }

    @Test
    void anEnvironmentVariable() {
        String variable = "QUARKUS_CHANNEL_BOX_GROUPS__CHAT__ROM___";
        assertEquals(List.of("The environment variable " + variable + "HISTORY_SIZE is ignored: there is no such template."
                + " Did you mean QUARKUS_CHANNEL_BOX_GROUPS__CHAT__ROOM___HISTORY_SIZE?"),
                warnings(Map.of(variable + "REPLAY", "5", variable + "HISTORY_SIZE", "5")));
        assertEquals(List.of(), warnings(Map.of("QUARKUS_CHANNEL_BOX_GROUPS__CHAT__ROOM___REPLAY", "5",
                "QUARKUS_CHANNEL_BOX_GROUPS__A_B__ROOM___HISTORY_SIZE", "5", "QUARKUS_CHANNEL_BOX_GROUPS_NEWS_REPLAY", "5",
                "QUARKUS_CHANNEL_BOX_GROUPS__NEWS__REPLAY", "5")));
    }

    @Test
    void aVariableThatTheConfigurationMakesATemplateOf() {
        assertEquals(
                List.of("The environment variable QUARKUS_CHANNEL_BOX_GROUPS__NEW__REPLAY is of no @ChannelGroup: it applies"
                        + " to all groups whose names \"new\" matches. Did you mean QUARKUS_CHANNEL_BOX_GROUPS__NEWS__REPLAY? The"
                        + " templates of endpoints are " + TEMPLATES),
                warnings(Map.of("QUARKUS_CHANNEL_BOX_GROUPS__NEW__REPLAY", "5")));
        String written = " is of no @ChannelGroup: it applies to all groups whose names it matches. The templates of endpoints are "
                + TEMPLATES;
        assertEquals(List.of(PREFIX + "\"quite-another\"" + written),
                warnings(Map.of("QUARKUS_CHANNEL_BOX_GROUPS__QUITE_ANOTHER__REPLAY", "5"), PREFIX + "quite-another.expires="));
        assertEquals(List.of(PREFIX + "\"quite-another\"" + written),
                warnings(Map.of("QUARKUS_CHANNEL_BOX_GROUPS__QUITE_ANOTHER__REPLAY", "5"), PREFIX + "quite-another.replay=4"));
    }

    @Test
    void theNearestNameIsNotFar() {
        assertEquals(3, NearestName.distance("kitten", "sitting"));
        assertEquals(Optional.of("news"), NearestName.of("new", TEMPLATES));
        assertEquals(Optional.empty(), NearestName.of("orders", TEMPLATES));
    }
}
