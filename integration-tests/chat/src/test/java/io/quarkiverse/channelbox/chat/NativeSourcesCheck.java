package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the build hands to native-image: {@code mvn verify -Dnative-sources}, which stops short of calling it. A binary that
 * lacks a resource or a class compiles all the same, and fails when it runs.
 */
class NativeSourcesCheck {

    private static final Path SOURCES = Path.of("target", "native-sources");

    private static JarFile runner() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            Path runner = files.filter(file -> file.toString().endsWith("-runner.jar")).findFirst().orElseThrow();
            return new JarFile(runner.toFile());
        }
    }

    private static JsonNode config(String name) throws IOException {
        try (JarFile runner = runner();
                InputStream in = runner.getInputStream(runner.getEntry("META-INF/native-image/" + name + "-config.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "resources/index.html", "resources/chat.js", "resources/chat.css", "channel-box/channel-box.js",
            "channel-box/channel-box.js.gz", "channel-box/channel-box.js.map", "channel-box/asyncapi.json",
            "channel-box/asyncapi.yaml" })
    void whatIsServedAreResources(String file) throws IOException {
        Set<String> patterns = new HashSet<>();
        config("resource").path("resources").path("includes")
                .forEach(include -> patterns.add(include.path("pattern").asText()));
        assertTrue(patterns.contains("\\QMETA-INF/" + file + "\\E"), patterns::toString);
    }

    /**
     * All that becomes JSON (a message is only sent, what is said in a room only taken), and all that configuration becomes.
     */
    @ParameterizedTest
    @ValueSource(strings = { "chat.ChatMessage", "chat.SaidInRoom", "chat.GroupResource$GroupSize", "chat.GroupResource$Member",
            "chat.GroupResource$Sent", "chat.HistoryResource$Flushed", "chat.Problems$Problem",
            "ChannelMessage", "Receipt", "FlushReport", "CleanupReport", "GroupInfo", "PresenceEntry", "PayloadType",
            "runtime.config.HistoryStorage" })
    void isReachableByReflection(String type) throws IOException {
        Set<String> names = new HashSet<>();
        config("reflect").forEach(entry -> names.add(entry.path("name").asText()));
        assertTrue(names.contains("io.quarkiverse.channelbox." + type), () -> type + " is not registered");
    }

    @ParameterizedTest
    @ValueSource(strings = { "ChatEndpoint_GroupBinding", "QueryEndpoint_GroupBinding", "RelayEndpoint_GroupBinding",
            "RoomsEndpoint_Events", "ChatEvents_Publisher" })
    void theBeansAreGenerated(String bean) throws IOException {
        try (JarFile runner = runner()) {
            String type = "io/quarkiverse/channelbox/chat/" + bean;
            assertTrue(runner.getEntry(type + ".class") != null, type);
            assertTrue(runner.getEntry(type + "_Bean.class") != null, "it is a bean");
        }
    }

    @Test
    void nothingOfTheBuildIsInIt() throws IOException {
        try (Stream<Path> libraries = Files.list(SOURCES.resolve("lib"))) {
            List<String> channelBox = libraries.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("channel-box")).toList();
            assertEquals(1, channelBox.size(), channelBox::toString);
            assertTrue(channelBox.get(0).contains("quarkus-channel-box-999"), channelBox::toString);
        }
    }
}
