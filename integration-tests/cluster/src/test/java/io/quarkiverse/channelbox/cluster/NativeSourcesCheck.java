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
    @ValueSource(strings = { "runtime.config.EngineType", "runtime.config.StartPolicy" })
    void whatConfigurationBecomesIsReachableByReflection(String type) throws IOException {
        assertRegistered(type);
    }

    /** Of what an endpoint takes and what is sent nothing says so but its code; the chat is a library here. */
    @ParameterizedTest
    @ValueSource(strings = { "cluster.SensorEndpoint$Measurement", "cluster.SensorEndpoint$Unit",
            "cluster.SensorEndpoint$Change", "cluster.SensorEndpoint$Calibration",
            "cluster.SensorEndpoint$Reading", "cluster.SensorEndpoint$Source", "cluster.SensorEndpoint$Alarm",
            "chat.ChatMessage", "chat.SaidInRoom" })
    void whatIsTakenAndSentIsReachableByReflection(String type) throws IOException {
        assertRegistered(type);
    }

    private static void assertRegistered(String type) throws IOException {
        JsonNode registered = null;
        for (JsonNode entry : config("reflect")) {
            if (entry.path("name").asText().equals("io.quarkiverse.channelbox." + type)) {
                registered = entry;
            }
        }
        assertTrue(registered != null, () -> type + " is not registered");
        assertTrue(registered.path("allDeclaredMethods").asBoolean(), registered::toString);
    }
}
