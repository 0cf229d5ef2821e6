package io.quarkiverse.channelbox.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What the build hands to native-image of an application with the Redis engine: {@code mvn verify -Dnative-sources}. */
class NativeSourcesCheck {

    private static final Path SOURCES = Path.of("target", "native-sources");

    private static JsonNode config(String name) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            Path runner = files.filter(file -> file.toString().endsWith("-runner.jar")).findFirst().orElseThrow();
            try (JarFile jar = new JarFile(runner.toFile());
                    InputStream in = jar.getInputStream(jar.getEntry("META-INF/native-image/" + name + "-config.json"))) {
                return new ObjectMapper().readTree(in);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "publish", "read", "history", "flush", "trim", "index" })
    void theScriptsAreResources(String script) throws IOException {
        Set<String> patterns = new HashSet<>();
        config("resource").path("resources").path("includes")
                .forEach(include -> patterns.add(include.path("pattern").asText()));
        assertTrue(patterns.contains("\\QMETA-INF/channel-box/redis/" + script + ".lua\\E"), patterns::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = { "EngineType", "StartPolicy" })
    void whatConfigurationBecomesIsReachableByReflection(String type) throws IOException {
        Set<String> names = new HashSet<>();
        config("reflect").forEach(entry -> names.add(entry.path("name").asText()));
        assertTrue(names.contains("io.quarkiverse.channelbox.runtime.config." + type), () -> type + " is not registered");
    }
}
