package io.quarkiverse.channelbox.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the documentation is, its sources and what the build made of them. */
final class DocFiles {

    static final Path ROOT = path("docs.root");
    static final Path MODULE = path("docs.module");
    static final Path HTML = path("docs.html");
    static final Path README = ROOT.resolve("README.md");
    /** What assistants are told. */
    static final Path SKILL = ROOT.resolve("deployment/src/main/resources/META-INF/quarkus-skill.md");
    /** Of the package for npm. */
    static final Path PACKAGE = ROOT.resolve("runtime/src/main/js/README.md");
    static final List<Path> MARKDOWN = List.of(README, ROOT.resolve("CONTRIBUTING.md"), ROOT.resolve("CHANGELOG.md"),
            ROOT.resolve("SECURITY.md"), SKILL, PACKAGE);

    private DocFiles() {
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property)).normalize();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> list(Path directory, String extension) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(extension)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> pages() {
        return list(MODULE.resolve("pages"), ".adoc");
    }

    /** As the reader sees it: without what tags its parts. */
    static String example(String name) {
        return read(MODULE.resolve("examples").resolve(name)).lines().filter(line -> !line.matches("\\s*// (tag|end)::.*"))
                .collect(Collectors.joining("\n"));
    }

    /** The region of an example that is between its tags. */
    static String tagged(String example, String tag) {
        String source = read(MODULE.resolve("examples").resolve(example));
        int start = source.indexOf('\n', source.indexOf("// tag::" + tag + "[]")) + 1;
        return source.substring(start, source.lastIndexOf('\n', source.indexOf("// end::" + tag + "[]")) + 1);
    }
}
