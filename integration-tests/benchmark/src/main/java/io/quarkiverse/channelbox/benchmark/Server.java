package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that is measured, in a process of its own. */
final class Server implements AutoCloseable {

    private static final int START_SECONDS = 30;

    private final Process process;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    static Server start(Peer peer, int port, Redirect output) throws IOException {
        return new Server(new ProcessBuilder(peer.command()).redirectErrorStream(true).redirectOutput(output).start(), port);
    }

    /** Returns whether it accepts connections. */
    boolean awaitPort() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket connected = new Socket("127.0.0.1", port)) {
                return true;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        return false;
    }

    /** Starts one that does as it is told, and waits until it can be told; what it logs goes to a file. */
    static Server startControlled(Peer peer, int port) throws IOException, InterruptedException {
        if (!peer.canStart()) {
            throw new IOException(peer.needs() + " is missing");
        }
        Path output = Path.of("integration-tests", "benchmark", "target", "server.txt");
        Server server = start(peer, port, Redirect.to(output.toFile()));
        if (!server.awaitPort()) {
            throw new IOException("It did not start, see " + output);
        }
        return server;
    }

    /** Tells the server to do something, see {@code server.Control}; completes when it has been done. */
    CompletableFuture<Measurement> tell(String command, String... options) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/control/" + command + "?" + String.join("&", options));
        return HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .thenApply(answer -> {
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException(uri + ": " + answer.statusCode());
                    }
                    return Measurement.parse(answer.body());
                });
    }

    Measurement ask(String command, String... options) {
        return tell(command, options).join();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly();
    }
}
