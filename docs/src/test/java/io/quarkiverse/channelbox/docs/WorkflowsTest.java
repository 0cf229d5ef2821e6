package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** The workflows of the repository can be read, and may do no more than each says. */
class WorkflowsTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path DIRECTORY = DocFiles.ROOT.resolve(".github");

    @Test
    void allCanBeRead() throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.ya?ml")).toList()) {
                JsonNode content = YAML.readTree(file.toFile());
                assertTrue(content.isObject(), file::toString);
                if (file.startsWith(DIRECTORY.resolve("workflows"))) {
                    assertEquals("read", content.at("/permissions/contents").asText(), file::toString);
                    assertTrue(content.has("on") && content.path("jobs").size() > 0, file::toString);
                }
            }
        }
    }

    @Test
    void aReleaseIsWhatUsersAreToldToTake(@TempDir Path copy) throws Exception {
        String hook = ".github/workflows/hooks/pre-prepare-release.sh";
        List<String> files = List.of("pom.xml", "README.md", "docs/modules/ROOT/pages/getting-started.adoc",
                "docs/modules/ROOT/examples/getting-started/pom.xml");
        for (String file : Stream.concat(files.stream(), Stream.of(hook)).toList()) {
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(DocFiles.ROOT.resolve(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        ProcessBuilder command = new ProcessBuilder(copy.resolve(hook).toString()).inheritIO();
        command.environment().put("CURRENT_VERSION", "1.2.3");
        assertEquals(0, command.start().waitFor());
        for (String file : files) {
            String text = Files.readString(copy.resolve(file));
            assertTrue(text.contains("1.2.3"), file);
            // The pom of the build has it as its own version as well, which the release plugin changes.
            assertTrue(file.equals("pom.xml") || !text.contains(System.getProperty("docs.documented.version")), file);
        }
    }

    @Test
    void theBuildIsOfAllJdks() throws IOException {
        JsonNode jobs = YAML.readTree(DIRECTORY.resolve("workflows/build.yml").toFile()).get("jobs");
        for (String system : List.of("linux", "windows")) {
            assertEquals("[17,21,25]", jobs.at("/" + system + "/strategy/matrix/java").toString());
        }
        assertTrue(jobs.has("native"));
    }
}
