package io.quarkiverse.channelbox.docs;

import static io.quarkus.devtools.codestarts.quarkus.QuarkusCodestartCatalog.Language.JAVA;
import static io.quarkus.devtools.testing.SnapshotTesting.checkContains;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.eclipse.aether.artifact.DefaultArtifact;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.Scratch;
import io.quarkus.devtools.project.QuarkusProjectHelper;
import io.quarkus.devtools.testing.codestarts.QuarkusCodestartTest;

/**
 * What {@code quarkus create app -x channel-box} makes: its files are those of {@code src/test/resources/__snapshots__}
 * ({@code -Dsnap} writes them anew), they compile, and its own tests run, with the Maven of this build.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CodestartTest {

    private static final String LOCAL_REPOSITORY = "maven.repo.local";
    private static final Path DIRECTORY;
    private static final Path REPOSITORY;
    private static final String BEFORE = System.getProperty(LOCAL_REPOSITORY);

    static {
        try {
            DIRECTORY = Files.createTempDirectory("channel-box-codestart");
            REPOSITORY = LocalRepository.in(DIRECTORY.resolve("repository"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty(LOCAL_REPOSITORY, REPOSITORY.toString());
    }

    @RegisterExtension
    static final QuarkusCodestartTest CODESTART = QuarkusCodestartTest.builder().languages(JAVA).packageName("org.acme.chat")
            .setupStandaloneExtensionTest("io.quarkiverse.channelbox:quarkus-channel-box").build();

    /** Of links it deletes the links only. */
    @AfterAll
    static void delete() {
        if (BEFORE == null) {
            System.clearProperty(LOCAL_REPOSITORY);
        } else {
            System.setProperty(LOCAL_REPOSITORY, BEFORE);
        }
        Scratch.delete(DIRECTORY);
    }

    @Test
    void itsFiles() throws Throwable {
        CODESTART.assertThatGeneratedTreeMatchSnapshots(JAVA, "src/main");
        for (String name : new String[] { "ChatMessage", "ChatRooms", "ChatSocket", "ChatResource" }) {
            CODESTART.checkGeneratedSource("org.acme." + name);
        }
        CODESTART.checkGeneratedTestSource("org.acme.ChatTest");
        CODESTART.assertThatGeneratedFileMatchSnapshot(JAVA, "src/main/resources/application.properties");
        CODESTART.assertThatGeneratedFileMatchSnapshot(JAVA, "src/main/resources/META-INF/resources/chat.html");
        CODESTART.assertThatGeneratedFile(JAVA, "pom.xml").satisfies(checkContains("quarkus-channel-box</artifactId>"),
                checkContains("quarkus-rest-jackson</artifactId>"));
        CODESTART.assertThatGeneratedFile(JAVA, "README.md").satisfies(checkContains("### Channel Box"),
                checkContains("'{\"username\":\"cron\",\"message\":\"The backup is done\"}'"));
    }

    @Test
    void itsSourcesCompile() throws Exception {
        Path project = CODESTART.getProjectWithRealDataDir(JAVA);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(project.resolve("src"))) {
            Path classes = Files.createDirectories(DIRECTORY.resolve("classes"));
            StringWriter errors = new StringWriter();
            List<String> options = List.of("-proc:none", "-d", classes.toString(), "-cp", classPath());
            assertTrue(compiler.getTask(errors, files, null, options, null,
                    files.getJavaFileObjectsFromPaths(sources.filter(file -> file.toString().endsWith(".java")).toList()))
                    .call(), errors::toString);
        }
    }

    /** This module's, and the annotation of its test, which would have all tests of this module start in another way. */
    private static String classPath() throws Exception {
        DefaultArtifact junit = new DefaultArtifact("io.quarkus:quarkus-junit:" + System.getProperty("docs.quarkus.version"));
        return System.getProperty("java.class.path") + File.pathSeparator
                + QuarkusProjectHelper.artifactResolver().resolve(junit).getArtifact().getFile();
    }

    /** With its own pom, which takes Maven half a minute. */
    @Test
    @Tag("long")
    void itsTestsRun() throws Exception {
        String log = MavenRun.test(CODESTART.getProjectWithRealDataDir(JAVA), REPOSITORY);
        assertTrue(log.contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0"), log);
    }
}
