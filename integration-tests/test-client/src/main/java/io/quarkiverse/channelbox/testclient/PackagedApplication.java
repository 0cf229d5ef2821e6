package io.quarkiverse.channelbox.testclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application of a module as a process of its own, so that its log and its end can be seen. */
public final class PackagedApplication implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^ ]+)");
    private static final int MAX_START_SECONDS = 60;
    /** Of Vert.x, whose event loop got no time: that is the machine's fault. */
    private static final String SLOW_MACHINE = "[io.vertx.core.impl.BlockedThreadChecker]";

    private final Process process;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;
    /** {@code null} once it has ended, or is too late. */
    private final CompletableFuture<URI> listening = new CompletableFuture<>();
    private final URI base;
    private volatile boolean isKilled;

    private PackagedApplication(Process process) {
        this.process = process;
        // Or it would stop when nobody reads what it writes.
        this.reader = new Thread(this::readLog, "log of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
        this.base = listening.completeOnTimeout(null, MAX_START_SECONDS, TimeUnit.SECONDS).join();
        if (base == null) {
            kill();
            throw new IllegalStateException("The application did not start within " + MAX_START_SECONDS + " s, and ended with "
                    + process.exitValue() + ": " + log());
        }
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
        return new PackagedApplication(builder.start());
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
        // Its sockets are gone before Java hears of its end: who asks meanwhile would go on calling it.
        isKilled = true;
        process.destroyForcibly();
        process.onExit().join();
    }

    public boolean isRunning() {
        return !isKilled && process.isAlive();
    }

    private void readLog() {
        try {
            process.inputReader().lines().forEach(line -> {
                log.add(line);
                Matcher start = LISTENING.matcher(line);
                if (start.find()) {
                    listening.complete(URI.create(start.group(1)));
                }
            });
        } catch (UncheckedIOException e) {
            // It was killed.
        }
        listening.complete(null);
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

    /** What it logged as a warning or worse, but for the machine's slowness; complete once the application has ended. */
    public List<String> complaints() {
        synchronized (log) {
            return log.stream().filter(line -> line.contains("WARN") || line.contains("ERROR"))
                    .filter(line -> !line.contains(SLOW_MACHINE)).toList();
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
}
