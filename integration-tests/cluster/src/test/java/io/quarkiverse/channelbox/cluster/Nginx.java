package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.testclient.Scratch;

/** An nginx process with the configuration that the documentation shows, but for the addresses. */
final class Nginx implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("../../docs/modules/ROOT/examples/nodes/nginx.conf");
    private static final List<String> BODIES = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi");

    private final Path directory;
    private final Process process;
    private final int port;

    private Nginx(String program, URI first, URI second) throws IOException {
        port = Scratch.freePort();
        directory = Files.createTempDirectory("channel-box-nginx",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        StringBuilder own = new StringBuilder("http {\naccess_log off;\n");
        BODIES.forEach(body -> own.append(body).append("_temp_path ").append(directory.resolve(body)).append(";\n"));
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, replaced(Files.readString(CONFIGURATION), "http {", own.toString(),
                "10.0.0.11:8080", first.getAuthority(), "10.0.0.12:8080", second.getAuthority(),
                "listen 80;", "listen 127.0.0.1:" + port + ";"));
        Path log = directory.resolve("error.log");
        process = new ProcessBuilder(program, "-c", configuration.toString(), "-e", log.toString(), "-g",
                "daemon off; pid " + directory.resolve("pid") + "; error_log " + log + ";")
                .redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        await().until(() -> Scratch.isListening(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx did not start: " + Files.readString(directory.resolve("output")));
        }
    }

    /** The test is skipped where there is no nginx. */
    static Nginx start(URI first, URI second) throws IOException {
        String program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .filter(path -> Files.isExecutable(Path.of(path))).findFirst().orElse(null);
        assumeTrue(program != null, "nginx is not installed");
        return new Nginx(program, first, second);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static String replaced(String text, String... pairs) {
        String result = text;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!result.contains(pairs[i])) {
                throw new IllegalStateException(CONFIGURATION + " does not have " + pairs[i]);
            }
            result = result.replace(pairs[i], pairs[i + 1]);
        }
        return result;
    }

    @Override
    public void close() throws InterruptedException {
        Scratch.end(process);
        Scratch.delete(directory);
    }
}
