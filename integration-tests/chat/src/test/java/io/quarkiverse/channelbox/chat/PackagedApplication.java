package io.quarkiverse.channelbox.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application as a process of its own, so that its log and its end can be seen. */
final class PackagedApplication implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^ ]+)");

    private final Process process;
    private final BufferedReader output;
    private final List<String> log = new ArrayList<>();
    private final URI base;

    private PackagedApplication(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader();
        this.base = awaitStart();
    }

    /** On a free port; the options are those of the Java launcher. */
    static PackagedApplication start(String... options) throws IOException {
        return start(0, options);
    }

    static PackagedApplication start(int port, String... options) throws IOException {
        Process process = new ProcessBuilder(command(port, options)).redirectErrorStream(true).start();
        try {
            return new PackagedApplication(process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    URI base() {
        return base;
    }

    void terminate() {
        // Not Process.destroy(), which would close the log as well.
        process.toHandle().destroy();
    }

    /** Waits for the end of the application and returns its exit code. */
    int exitCode() throws IOException, InterruptedException {
        output.lines().forEach(log::add);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("The application did not end: " + log);
        }
        return process.exitValue();
    }

    /** What it logged as a warning or worse; complete once the application has ended. */
    List<String> complaints() {
        return log.stream().filter(line -> line.contains("WARN") || line.contains("ERROR")).toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static List<String> command(int port, String... more) {
        Path binary = Path.of(System.getProperty("native.image.path", ""));
        List<String> options = new ArrayList<>(List.of("-Dquarkus.http.port=" + port, "-Dquarkus.http.host=127.0.0.1"));
        options.addAll(List.of(more));
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(binary) && Files.isRegularFile(binary)) {
            command.add(binary.toString());
            command.addAll(options);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        }
        return command;
    }

    private URI awaitStart() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return URI.create(listening.group(1));
            }
        }
        throw new IllegalStateException("The application did not start: " + log);
    }
}
