package io.quarkiverse.channelbox.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is in the repository that commands and texts name: modules, classes, profiles, and the properties that are read. */
final class Sources {

    private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git", ".cifuzz-corpus");
    /** Java and poms, by their paths from the root. */
    private static final Map<String, String> FILES = read();

    private Sources() {
    }

    private static Map<String, String> read() {
        Map<String, String> files = new TreeMap<>();
        try {
            Files.walkFileTree(DocFiles.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return NOT_SOURCES.contains(directory.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".java") || file.endsWith("pom.xml")) {
                        files.put(DocFiles.ROOT.relativize(file).toString().replace('\\', '/'), DocFiles.read(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** @param path the name, with its package or without, and with asterisks for anything: {@code *Test} */
    private static Stream<Map.Entry<String, String>> classes(String path) {
        Predicate<String> wanted = Pattern.compile("(?:.*/)?" + Pattern.quote(path).replace("*", "\\E[^/]*\\Q") + "\\.java")
                .asMatchPredicate();
        return FILES.entrySet().stream().filter(file -> wanted.test(file.getKey()));
    }

    static boolean hasClass(String path) {
        return classes(path).findAny().isPresent();
    }

    static boolean hasMethod(String type, String method) {
        return classes(type).anyMatch(file -> file.getValue().contains(' ' + method + '('));
    }

    /** @param module a folder, empty for the root */
    static boolean hasModule(String module) {
        return FILES.containsKey(module.isEmpty() ? "pom.xml" : module + "/pom.xml");
    }

    /** Whether Maven packages an application there. */
    static boolean isApplication(String module) {
        return FILES.getOrDefault(module + "/pom.xml", "").contains("<artifactId>quarkus-maven-plugin</artifactId>");
    }

    static boolean hasInPom(String element, String text) {
        return FILES.entrySet().stream().anyMatch(file -> file.getKey().endsWith("pom.xml")
                && file.getValue().contains('<' + element + '>' + text + "</" + element + '>'));
    }

    /** Whether it is read somewhere, or a profile depends on it. */
    static boolean hasProperty(String name) {
        return hasInPom("name", name) || FILES.values().stream().anyMatch(text -> text.contains('"' + name + '"'));
    }

    static boolean testsMention(String text) {
        return FILES.entrySet().stream().anyMatch(file -> file.getKey().matches("(docs|integration-tests)/.*\\.java")
                && file.getValue().contains(text));
    }
}
