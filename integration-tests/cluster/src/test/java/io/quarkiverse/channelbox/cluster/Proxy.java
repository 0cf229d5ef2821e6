package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.testclient.Scratch;

/** A proxy in front of two nodes, a process with the configuration that the documentation shows, but for the addresses. */
final class Proxy implements AutoCloseable {

    private static final Path CONFIGURATIONS = Path.of("../../docs/modules/ROOT/examples/nodes");
    private static final List<String> BODIES = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi");

    private final int port = Scratch.freePort();
    private final Path directory;
    private final Path configuration;
    private final Process process;

    private interface Command {
        List<String> of(String program, Proxy proxy);
    }

    private Proxy(String name, String file, Command command, String... replacements) throws IOException {
        String program = Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/").map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path))).findFirst().orElse(null);
        assumeTrue(program != null, name + " is not installed");
        directory = Files.createTempDirectory("channel-box-" + name,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        configuration = directory.resolve(file);
        String text = Files.readString(CONFIGURATIONS.resolve(file));
        for (int i = 0; i < replacements.length; i += 2) {
            if (!text.contains(replacements[i])) {
                throw new IllegalStateException(file + " does not have " + replacements[i]);
            }
            text = text.replace(replacements[i],
                    replacements[i + 1].replace("{port}", "" + port).replace("{directory}", directory.toString()));
        }
        Files.writeString(configuration, text);
        process = new ProcessBuilder(command.of(program, this)).redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile()).start();
        await().atMost(60, TimeUnit.SECONDS).until(() -> Scratch.isListening(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " did not start: " + Files.readString(directory.resolve("output")));
        }
    }

    /** The test is skipped where it is not installed. */
    static Proxy named(String name, URI first, URI second) throws IOException {
        return name.equals("nginx") ? nginx(first, second) : haproxy(first, second);
    }

    /** The test is skipped where there is no nginx. */
    static Proxy nginx(URI first, URI second) throws IOException {
        StringBuilder own = new StringBuilder("http {\naccess_log off;\n");
        BODIES.forEach(body -> own.append(body + "_temp_path {directory}/" + body + ";\n"));
        return new Proxy("nginx", "nginx.conf",
                (program, proxy) -> List.of(program, "-c", proxy.configuration.toString(), "-e", proxy.log(), "-g",
                        "daemon off; pid " + proxy.directory.resolve("pid") + "; error_log " + proxy.log() + ";"),
                "http {", own.toString(), "10.0.0.11:8080", first.getAuthority(), "10.0.0.12:8080", second.getAuthority(),
                "listen 80;", "listen 127.0.0.1:{port};");
    }

    /** The test is skipped where there is no HAProxy. What it takes of file descriptors depends on its {@code maxconn}. */
    static Proxy haproxy(URI first, URI second) throws IOException {
        return new Proxy("haproxy", "haproxy.cfg",
                (program, proxy) -> List.of(program, "-db", "-f", proxy.configuration.toString()),
                "maxconn 65536", "maxconn 1000", "10.0.0.11:8080", first.getAuthority(), "10.0.0.12:8080",
                second.getAuthority(), "bind :80", "bind 127.0.0.1:{port}");
    }

    private String log() {
        return directory.resolve("error.log").toString();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() throws InterruptedException {
        Scratch.end(process);
        Scratch.delete(directory);
    }
}
