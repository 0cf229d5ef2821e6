package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the tests of a project with the Maven of this build. */
final class MavenRun {

    private MavenRun() {
    }

    /** Returns what Maven says, when it has run them. */
    static String test(Path project, Path repository) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-B", "-ntp", "test",
                "-Dquarkus.http.test-port=0", "-Dmaven.repo.local=" + repository));
        if (System.getProperty("docs.offline").equals("is true")) {
            command.add("-o");
        }
        Process maven = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true).start();
        String log = new String(maven.getInputStream().readAllBytes());
        assertEquals(0, maven.waitFor(), log);
        return log;
    }
}
