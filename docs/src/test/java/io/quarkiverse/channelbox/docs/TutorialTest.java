package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.testclient.Scratch;

/** The page "Getting started" leads to a project that builds, with the Maven of this build, and whose tests run. */
@Tag("long")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TutorialTest {

    private Path directory;

    @BeforeEach
    void create() throws IOException {
        directory = Files.createTempDirectory("channel-box-tutorial");
    }

    /** Of links it deletes the links only. */
    @AfterEach
    void delete() {
        Scratch.delete(directory);
    }

    @Test
    void itsTestsRun() throws Exception {
        Path project = directory.resolve("chat");
        assertEquals(List.of("pom.xml", "src/main/java/org/acme/chat/ChatMessage.java",
                "src/main/java/org/acme/chat/ChatSocket.java", "src/main/java/org/acme/chat/ChatResource.java",
                "src/main/resources/application.properties", "src/test/java/org/acme/chat/ChatTest.java"),
                Tutorial.write("getting-started.adoc", project));

        String log = MavenRun.test(project, LocalRepository.in(directory.resolve("repository")));
        assertTrue(log.contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0"), log);
    }
}
