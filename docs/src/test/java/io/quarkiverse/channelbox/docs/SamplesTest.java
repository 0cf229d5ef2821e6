package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.RedisServer;

/** What the pages show comes from files that tests compile or run; for what stands in the pages there are tests as well. */
class SamplesTest {

    /** By language. */
    private static final Map<String, Class<?>> TESTS = Map.of("json", JsonSamplesTest.class, "promql", MetricsTest.class,
            "properties", ConfigurationSamplesTest.class, "shell", CommandSamplesTest.class, "xml", XmlSamplesTest.class);
    /** What builds and applications say; by page. */
    private static final Map<String, Class<?>> TESTS_OF_MESSAGES = Map.of("configuration.adoc", GettingStartedTest.class,
            "groups.adoc", BuildErrorsTest.class, "native.adoc", EventsTest.class, "publishers.adoc", ExamplesTest.class);

    private static boolean hasTest(Listing listing) {
        return switch (listing.language()) {
            case "" -> TESTS_OF_MESSAGES.containsKey(listing.file());
            // Of somebody who comes from there.
            case "python" -> listing.file().equals("python.adoc");
            default -> TESTS.containsKey(listing.language());
        };
    }

    @Test
    void codeComesFromTestedFiles() {
        assertEquals(List.of(),
                Listing.ofPages().stream().filter(listing -> !listing.isIncluded() && !hasTest(listing)).toList());
    }

    /** Or are imported by such as have. Java is compiled; properties are read by another test. */
    @Test
    void theFilesHaveTests() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("examples", "attachments")) {
            try (Stream<Path> found = Files.walk(DocFiles.MODULE.resolve(folder))) {
                found.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        assertTrue(files.size() > 50, () -> files.size() + " files");
        List<String> tested = files.stream().map(DocFiles::read).toList();
        assertEquals(List.of(), files.stream().filter(file -> !file.toString().matches(".*\\.(java|properties)"))
                .map(file -> file.getFileName().toString()).filter(file -> !Sources.testsMention(file))
                .filter(file -> tested.stream().noneMatch(other -> other.contains("\"./" + file + '"'))).toList());
    }

    /** See RollingRestartIT. */
    @Test
    void nodesAreReplacedAsIsShown() {
        String ofBuild = DocFiles
                .read(DocFiles.ROOT.resolve("integration-tests/cluster/src/main/resources/application.properties"));
        assertEquals(List.of(), DocFiles.example("nodes/rolling.properties").lines().filter(line -> !line.startsWith("#"))
                .filter(line -> !ofBuild.contains(line) && !Sources.testsMention("-D" + line)).toList());
    }

    @Test
    void redisTakesItsConfiguration() {
        List<String> lines = DocFiles.read(DocFiles.MODULE.resolve("examples/nodes/redis.conf")).lines().toList();
        List<String> options = new ArrayList<>();
        lines.forEach(line -> options.addAll(List.of(("--" + line).split(" "))));
        try (RedisServer server = RedisServer.start(options.toArray(String[]::new))) {
            assertTrue(server.command("CONFIG", "GET", "maxmemory-policy").contains("noeviction"));
            assertTrue(server.command("CONFIG", "GET", "appendfsync").contains("everysec"));
            assertTrue(server.command("CONFIG", "GET", "client-output-buffer-limit").contains("pubsub 268435456 67108864 60"));
        }
    }
}
