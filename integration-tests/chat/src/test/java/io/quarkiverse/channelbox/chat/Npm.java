package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import io.quarkiverse.channelbox.testclient.Browsers;

/** Packages of npm in a folder of the build, and their commands. */
final class Npm {

    private static Npm tools;
    /** It is not asked again: where the network swallows what is sent, that takes minutes each time. */
    private static boolean gotNothing;

    private final Path folder;

    private record Result(int exitCode, String output) {
    }

    private Npm(Path folder) {
        this.folder = folder;
    }

    /** What checks the client, and types that are generated for it, with the client itself: installed once for all tests. */
    static synchronized Npm tools() {
        if (tools == null) {
            tools = install("npm", "typescript@5.9.3", "publint@0.3.25", "@arethetypeswrong/cli@0.18.5",
                    NpmPackageIT.PACKAGE.toString());
        }
        return tools;
    }

    /** Where npm is not, or gets no packages, the test is skipped, visibly. */
    static synchronized Npm install(String name, String... packages) {
        Assumptions.assumeFalse(gotNothing, "npm has got no packages before");
        Npm npm = new Npm(Path.of("target", name).toAbsolutePath());
        List<String> command = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund",
                "--fetch-retries=1", "--fetch-timeout=30000"));
        command.addAll(List.of(packages));
        Result result;
        try {
            Files.createDirectories(npm.folder);
            Files.writeString(npm.folder.resolve("package.json"), "{\"private\": true}");
            result = npm.execute(npm.folder, command);
        } catch (IOException e) {
            result = new Result(-1, e.getMessage());
        }
        gotNothing = result.exitCode() != 0;
        Assumptions.assumeFalse(gotNothing, "npm does not install " + command + ": " + result.output());
        return npm;
    }

    Path folder() {
        return folder;
    }

    /** A copy of the files of a folder, beside the packages. */
    Path copy(Path from) {
        try {
            Path copy = Files.createDirectories(folder.resolve(from.getFileName()));
            try (var files = Files.newDirectoryStream(from)) {
                for (Path file : files) {
                    Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of a package, which has to succeed. */
    void run(Path directory, String tool, String... arguments) {
        succeed(directory, folder.resolve(Path.of("node_modules", ".bin", tool)).toString(), arguments);
    }

    /** Runs a script by Node.js, which has to succeed; returns what it prints. */
    String node(Path directory, String... arguments) {
        return succeed(directory, Browsers.node(), arguments);
    }

    private String succeed(Path directory, String executable, String... arguments) {
        List<String> command = new ArrayList<>(List.of(executable));
        command.addAll(List.of(arguments));
        try {
            Result result = execute(directory, command);
            assertEquals(0, result.exitCode(), result.output());
            return result.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result execute(Path directory, List<String> command) throws IOException {
        File log = File.createTempFile("npm", ".txt", folder.toFile());
        Process process = new ProcessBuilder(command).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log).start();
        try {
            boolean ended = process.waitFor(5, TimeUnit.MINUTES);
            return new Result(ended ? process.exitValue() : -1, Files.readString(log.toPath(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
