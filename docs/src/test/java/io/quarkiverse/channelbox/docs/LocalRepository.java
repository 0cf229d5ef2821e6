package io.quarkiverse.channelbox.docs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A local repository of Maven that has what this build made as if it were installed, and is the user's own in all else, by
 * symbolic links: nothing is copied, and nothing installed.
 */
final class LocalRepository {

    private static final String GROUP = "io/quarkiverse/channelbox";
    private static final String VERSION = System.getProperty("docs.version");

    private LocalRepository() {
    }

    static Path in(Path directory) throws IOException {
        Path own = Path.of(System.getProperty("docs.repository"));
        Path here = directory;
        for (Path name : Path.of(GROUP)) {
            linkAllBut(name, own, here);
            own = own.resolve(name);
            here = here.resolve(name);
        }
        install(here, "quarkus-channel-box-parent", DocFiles.ROOT, null);
        install(here, "quarkus-channel-box", DocFiles.ROOT.resolve("runtime"), "target/classes");
        Files.copy(codestarts(), here.resolve("quarkus-channel-box").resolve(VERSION).resolve(codestarts().getFileName()));
        install(here, "quarkus-channel-box-dev", DocFiles.ROOT.resolve("runtime/dev"), "target/classes");
        install(here, "quarkus-channel-box-deployment", DocFiles.ROOT.resolve("deployment"), "target/classes");
        return directory;
    }

    private static Path codestarts() {
        return DocFiles.ROOT.resolve("runtime/target/quarkus-channel-box-" + VERSION + "-codestarts.jar");
    }

    private static void linkAllBut(Path name, Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path entry : list(from)) {
            if (!entry.getFileName().equals(name)) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static void install(Path group, String artifact, Path module, String classes) throws IOException {
        Path directory = Files.createDirectories(group.resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Files.copy(module.resolve("pom.xml"), directory.resolve(name + ".pom"));
        if (classes != null) {
            jar(module.resolve(classes), directory.resolve(name + ".jar"));
        }
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path entry : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(entry).toString().replace('\\', '/')));
                Files.copy(entry, out);
            }
        }
    }
}
