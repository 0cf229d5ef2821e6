package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What the pages configure can be configured: there are such keys, and their values are of the right type and range. */
class ConfigurationSamplesTest {

    private static final Pattern KEY = Pattern.compile("(?<![\\w.])quarkus\\.[a-z0-9-]+(?:\\.[a-z0-9-]+)+(?!\\w)");
    /** What looks like keys and is none: an attribute of identities. */
    private static final Set<String> NO_KEYS = Set.of("quarkus.identity.expire-time");

    private static Map<String, String> properties(Listing listing) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(listing.expanded()));
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    private static List<Listing> samples() {
        List<Listing> samples = Listing.ofPages().stream().filter(listing -> listing.language().equals("properties")).toList();
        assertTrue(samples.size() > 10, samples::toString);
        return samples;
    }

    @Test
    void keysAreThere() throws IOException {
        assertTrue(ConfigurationKeys.all().size() > 500);
        List<String> unknown = new ArrayList<>();
        for (Listing sample : samples()) {
            properties(sample).keySet().stream().filter(key -> !ConfigurationKeys.contains(key))
                    .forEach(key -> unknown.add(sample.file() + ": " + key));
        }
        assertEquals(List.of(), unknown);
    }

    @Test
    void keysInTheTextAreThere() {
        List<String> unknown = new ArrayList<>();
        List<Path> files = new ArrayList<>(DocFiles.pages());
        files.addAll(DocFiles.MARKDOWN);
        for (Path file : files) {
            KEY.matcher(DocFiles.read(file)).results().map(key -> key.group())
                    .filter(key -> !NO_KEYS.contains(key) && !ConfigurationKeys.containsPart(key))
                    .forEach(key -> unknown.add(file.getFileName() + ": " + key));
        }
        assertEquals(List.of(), unknown);
    }

    /** As they are read when an application is built and starts. */
    @Test
    void valuesCanBeUsed() throws Exception {
        List<Class<?>> mappings = mappings();
        for (Listing sample : samples()) {
            Map<String, String> values = new HashMap<>();
            properties(sample).forEach((key, value) -> values.put(key.replaceFirst("^%[a-z,-]+\\.", ""), value));
            SmallRyeConfigBuilder builder = ConfigUtils.emptyConfigBuilder().withValidateUnknown(false)
                    .withMapping(ChannelBoxRuntimeConfig.class)
                    // Which depend on the mode that the application is in.
                    .withDefaultValues(Map.of("quarkus.http.host", "localhost", "quarkus.management.host", "localhost"))
                    .withSources(new PropertiesConfigSource(values, sample.toString(), 250));
            mappings.stream().filter(mapping -> values.keySet().stream().anyMatch(key -> key.startsWith(prefix(mapping) + '.')))
                    .forEach(builder::withMapping);
            SmallRyeConfig config = builder.build();
            new ValidatedConfig(config.getConfigMapping(ChannelBoxRuntimeConfig.class), config, List.of());
        }
    }

    private static String prefix(Class<?> mapping) {
        return mapping.getAnnotation(ConfigMapping.class).prefix();
    }

    /** Of the extensions on the class path. */
    private static List<Class<?>> mappings() throws Exception {
        ClassLoader loader = ConfigurationSamplesTest.class.getClassLoader();
        List<Class<?>> mappings = new ArrayList<>();
        for (URL roots : Collections.list(loader.getResources("META-INF/quarkus-config-roots.list"))) {
            for (String name : new String(roots.openStream().readAllBytes()).split("\\s+")) {
                Class<?> root = Class.forName(name, false, loader);
                if (root.isAnnotationPresent(ConfigMapping.class)) {
                    mappings.add(root);
                }
            }
        }
        assertTrue(mappings.size() > 20, mappings::toString);
        return mappings;
    }
}
