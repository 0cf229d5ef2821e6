package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * What the extension adds to the build of an application with many endpoints and publishers: how long Quarkus takes with the
 * annotations of the extension, and without them. Run it with {@code integration-tests/benchmark/run build}, which installs the
 * extension in the local repository. The arguments are {@code key=value} pairs: {@code classes} of each kind, {@code rounds}.
 */
public final class BuildCost {

    private static final Path POM = Path.of("docs/modules/ROOT/examples/getting-started/pom.xml");
    private static final Path PROJECTS = Path.of("integration-tests/benchmark/target/build-cost");
    private static final Pattern TOOK = Pattern.compile("Quarkus augmentation completed in (\\d+)ms");
    /** The payload of each is of a class of its own, and one more is sent without a publisher. */
    private static final String SOURCE = """
            package org.acme.n%1$d;

            import io.quarkiverse.channelbox.*;
            import io.quarkus.websockets.next.*;
            import io.smallrye.mutiny.Uni;
            import jakarta.inject.Inject;

            @WebSocket(path = "/n%1$d/{room}")
            %2$s@ChannelGroup("n%1$d-{room}")
            public class Endpoint%1$d {

                public record Said(String user, java.util.List<Part> parts) {
                }

                public record Part(String text, int number) {
                }

                public record Left(String user) {
                }

                %2$s@GroupPublisher("n%1$d-{room}")
                public interface Events {
                    Uni<Receipt> said%1$d(String room, Said said);
                }

                @Inject
                ChannelBox channelBox;

                %2$s@OnEvent("say")
                Uni<Receipt> say(Said said) {
                    return channelBox.group("n%1$d-all").send(said);
                }

                @OnTextMessage
                void text(String text) {
                    channelBox.group("n%1$d-all").sendAndForget(new Left(text));
                }
            }
            """;

    private final Options options;
    private final int classes;
    private final int rounds;

    private BuildCost(Options options) {
        this.options = options;
        classes = options.number("classes", 200);
        rounds = options.number("rounds", 5);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new BuildCost(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        Rounds measured = new Rounds();
        Path plain = project("without annotations", "// ");
        Path annotated = project("with annotations", "");
        for (int round = 0; round <= rounds; round++) {
            double without = millis(plain);
            double with = millis(annotated);
            // The first round compiles the sources, and fills caches.
            if (round > 0) {
                measured.add("without annotations", "build by Quarkus, ms", without);
                measured.add("with annotations", "build by Quarkus, ms", with);
                measured.add("difference", "build by Quarkus, ms", with - without);
            }
        }
        measured.print(options, System.out, String.format("%d endpoints and %d publishers", classes, classes));
    }

    private Path project(String name, String comment) throws IOException {
        Path project = PROJECTS.resolve(name.replace(' ', '-'));
        Path sources = Files.createDirectories(project.resolve("src/main/java/org/acme"));
        Files.write(project.resolve("pom.xml"), Files.readAllBytes(POM));
        for (int i = 1; i <= classes; i++) {
            Path file = sources.resolve("n" + i).resolve("Endpoint" + i + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.format(SOURCE, i, comment));
        }
        return project;
    }

    private static double millis(Path project) throws IOException, InterruptedException {
        Process maven = new ProcessBuilder("mvn", "-B", "-ntp", "package").directory(project.toFile())
                .redirectErrorStream(true).start();
        String log = new String(maven.getInputStream().readAllBytes());
        Matcher took = TOOK.matcher(log);
        if (maven.waitFor() != 0 || !took.find()) {
            throw new IOException("The build of " + project + " failed:\n" + log);
        }
        return Double.parseDouble(took.group(1));
    }
}
