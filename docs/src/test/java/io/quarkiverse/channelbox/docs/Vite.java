package io.quarkiverse.channelbox.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.testclient.Scratch;

/** A dev server of Vite with the configuration of the page on clients, but for the address of the application. */
final class Vite implements AutoCloseable {

    private static final Path CONFIGURATION = DocFiles.MODULE.resolve("examples/clients/vite.config.js");
    private static final Path DIRECTORY = Path.of("target", "vite").toAbsolutePath();
    private static final String PACKAGE = "vite@7.3.8";

    private final int port = Scratch.freePort();
    private final Path log = DIRECTORY.resolve("output");
    private final Process process;

    /** @param changesOrigin what the page warns of */
    Vite(URI application, boolean changesOrigin) throws IOException {
        install();
        String configuration = DocFiles.read(CONFIGURATION);
        String address = "http://localhost:8080";
        String webSockets = "ws: true";
        assertTrue(configuration.contains(address) && configuration.contains(webSockets), configuration);
        configuration = configuration.replace(address, "http://" + application.getAuthority());
        Files.writeString(DIRECTORY.resolve("vite.config.js"),
                changesOrigin ? configuration.replace(webSockets, webSockets + ", changeOrigin: true") : configuration);
        process = new ProcessBuilder("node", "node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--strictPort", "--port",
                Integer.toString(port)).directory(DIRECTORY.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        await().atMost(Duration.ofSeconds(30)).until(() -> Scratch.isListening(port) || !process.isAlive());
        assertTrue(process.isAlive(), () -> DocFiles.read(log));
    }

    /** Where npm is not, or gets no packages, the test is skipped. */
    private static void install() throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}");
        Files.writeString(DIRECTORY.resolve("index.html"), "<!doctype html><title>A page</title>");
        boolean installed = false;
        try {
            Process npm = new ProcessBuilder(List.of("npm", "install", "--no-audit", "--no-fund", PACKAGE))
                    .directory(DIRECTORY.toFile()).redirectErrorStream(true)
                    .redirectOutput(DIRECTORY.resolve("npm").toFile()).start();
            installed = npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0;
        } catch (IOException e) {
            assumeTrue(false, "npm is not installed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assumeTrue(installed, () -> "npm does not install " + PACKAGE + ": " + DocFiles.read(DIRECTORY.resolve("npm")));
    }

    /** The status of an upgrade of a page that comes from this server. */
    int upgrade(String path) {
        return UpgradeRequest.status(URI.create("http://127.0.0.1:" + port), path, "Host: localhost:" + port,
                "Origin: http://localhost:" + port);
    }

    @Override
    public void close() throws InterruptedException {
        Scratch.end(process);
    }
}
