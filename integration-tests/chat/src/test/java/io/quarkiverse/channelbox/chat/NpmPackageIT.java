package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The JavaScript client as an npm package: what TypeScript and bundlers think of it. Skipped where npm gets no packages. */
class NpmPackageIT {

    private static final List<String> TOOLS = List.of("typescript@5.9.3", "publint@0.3.25", "@arethetypeswrong/cli@0.18.5");
    private static final Path PACKAGE = Path.of("../../runtime/src/main/js").toAbsolutePath().normalize();
    private static final Path TYPE_TESTS = Path.of("../../runtime/src/test/js/types").toAbsolutePath().normalize();
    private static final Path WORK = Path.of("target", "npm").toAbsolutePath();

    private record Result(int exitCode, String output) {
    }

    private static Result run(Path directory, Stream<String> command) throws IOException, InterruptedException {
        File log = File.createTempFile("npm", ".txt", WORK.toFile());
        Process process = new ProcessBuilder(command.toList()).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log).start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        return new Result(ended ? process.exitValue() : -1, Files.readString(log.toPath(), StandardCharsets.UTF_8));
    }

    /** A tool that npm has installed. */
    private static void check(Path directory, String tool, String... arguments) throws IOException, InterruptedException {
        String executable = WORK.resolve(Path.of("node_modules", ".bin", tool)).toString();
        Result result = run(directory, Stream.concat(Stream.of(executable), Stream.of(arguments)));
        assertEquals(0, result.exitCode(), result.output());
    }

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        Files.writeString(WORK.resolve("package.json"), "{\"private\": true}");
        Result result;
        try {
            result = run(WORK, Stream.concat(Stream.of("npm", "install", "--no-audit", "--no-fund"), TOOLS.stream()));
        } catch (IOException e) {
            result = new Result(-1, e.getMessage());
        }
        Assumptions.assumeTrue(result.exitCode() == 0, "npm does not install " + TOOLS + ": " + result.output());
    }

    @Test
    void theTypesHoldWhatTheySay() throws IOException, InterruptedException {
        check(TYPE_TESTS, "tsc", "-p", ".");
    }

    @Test
    void isPublishedAsItShouldBe() throws IOException, InterruptedException {
        check(PACKAGE, "publint", "--strict");
    }

    /** It packs the package, and so works on a copy. */
    @Test
    void itsTypesAreFound() throws IOException, InterruptedException {
        Path copy = Files.createDirectories(WORK.resolve("package"));
        try (Stream<Path> files = Files.list(PACKAGE)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        check(copy, "attw", "--pack", ".", "--profile", "esm-only");
    }
}
