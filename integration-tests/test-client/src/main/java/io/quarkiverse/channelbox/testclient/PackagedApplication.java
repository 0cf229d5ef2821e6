package io.quarkiverse.channelbox.testclient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application of a module as a process of its own, so that its log and its end can be seen. */
public final class PackagedApplication implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^ ]+)");

    private final Process process;
    private final BufferedReader output;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;
    private final URI base;

    private PackagedApplication(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader();
        this.base = awaitStart();
        // Or it would stop when nobody reads what it writes.
        this.reader = new Thread(this::readLog, "log of " + base);
        reader.setDaemon(true);
        reader.start();
    }

    /** On a free port; the options are those of the Java launcher. */
    public static PackagedApplication start(String... options) throws IOException {
        return start(0, options);
    }

    public static PackagedApplication start(int port, String... options) throws IOException {
        return start(Map.of(), port, options);
    }

    /** @param environment added to that of this process */
    public static PackagedApplication start(Map<String, String> environment, int port, String... options)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(port, options)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            return new PackagedApplication(process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    public URI base() {
        return base;
    }

    public void terminate() {
        // Not Process.destroy(), which would close the log as well.
        process.toHandle().destroy();
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    private void readLog() {
        try {
            output.lines().forEach(log::add);
        } catch (UncheckedIOException e) {
            // It was killed.
        }
    }

    /** Waits for the end of the application and returns its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("The application did not end: " + log);
        }
        reader.join();
        return process.exitValue();
    }

    /** Of its process. */
    public long pid() {
        return process.pid();
    }

    /** What it logged up to now. */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** What it logged as a warning or worse; complete once the application has ended. */
    public List<String> complaints() {
        synchronized (log) {
            return log.stream().filter(line -> line.contains("WARN") || line.contains("ERROR")).toList();
        }
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
        throw new IllegalStateException("The application did not start and ended with "
                + process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue() + ": " + log);
    }
}
