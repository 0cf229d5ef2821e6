package io.quarkiverse.channelbox.testclient;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Redis server process on a free port of the loopback address, with a directory of its own and every write on disk before it
 * is answered. The program is the one that the environment variable {@code REDIS_SERVER} names, else one that a test
 * dependency carries.
 */
public final class RedisServer implements AutoCloseable {

    private static final class Shared {
        private static final RedisServer SERVER = start();
        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** So long a process may take to stop: it does not as long as it waits for the disk. */
    private static final int STOPPING_MILLIS = 20_000;

    private final Path directory;
    private final Path program;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(int port, List<String> options) {
        this.port = port;
        this.options = options;
        try {
            directory = Files.createTempDirectory("channel-box-redis");
            program = program(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for all tests of this process, which use keys of their own. It ends with the process. */
    public static RedisServer shared() {
        return Shared.SERVER;
    }

    /** @param options as on the command line, {@code --maxmemory 2mb} */
    public static RedisServer start(String... options) {
        RedisServer server = new RedisServer(Scratch.freePort(), List.of(options));
        try {
            server.startAgain();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    /** Starts it after it was stopped or killed, with the data that are on the disk. */
    public void startAgain() {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--dir", directory.toString(), "--appendonly", "yes", "--appendfsync", "always", "--save", ""));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile())).start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!answers()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("Redis did not start: " + Files.readString(directory.resolve("log")));
                }
                Thread.sleep(10);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Forgets all that it has on the disk; it must not run. */
    public void erase() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).filter(file -> !file.equals(program)).map(Path::toFile)
                    .forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It keeps its connections and does nothing, until {@link #resume}. */
    public void pause() {
        signal("STOP");
        // The signal is on its way when the command ends; only Linux says when it has arrived.
        if (Files.isDirectory(Path.of("/proc"))) {
            awaitStop(Path.of("/proc", Long.toString(process.pid()), "stat"));
        }
    }

    private static void awaitStop(Path state) {
        try {
            for (int i = 0; i < STOPPING_MILLIS; i++) {
                String stat = Files.readString(state);
                if (stat.charAt(stat.lastIndexOf(')') + 2) == 'T') {
                    return;
                }
                Thread.sleep(1);
            }
            throw new IllegalStateException("Redis does not stop: " + Files.readString(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a command and returns the first 64 KB of the reply, as Redis has it. */
    public String command(String... words) {
        return command(port, words);
    }

    /** The same for a server that another has started. */
    public static String command(int port, String... words) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            socket.setSoTimeout(5_000);
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n").append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            byte[] reply = new byte[65536];
            int length = socket.getInputStream().read(reply);
            return new String(reply, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It does, and not another server that was faster to take the port. */
    private boolean answers() {
        try {
            return command("PING").startsWith("+PONG")
                    && command("INFO", "server").contains("process_id:" + process.pid() + "\r\n");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        Scratch.delete(directory);
    }

    private static Path program(Path directory) throws IOException {
        String installed = System.getenv("REDIS_SERVER");
        if (installed != null && !installed.isEmpty()) {
            return Path.of(installed);
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("windows")) {
            throw new IllegalStateException("There is no Redis 6.2 for Windows here: set REDIS_SERVER to one");
        }
        boolean mac = system.contains("mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String resource = mac ? "redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64")
                : arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        Path program = directory.resolve("redis-server");
        try (InputStream in = RedisServer.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + resource + ": install Redis and set REDIS_SERVER to it");
            }
            Files.copy(in, program);
        }
        program.toFile().setExecutable(true);
        return program;
    }
}
