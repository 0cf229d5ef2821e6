package io.quarkiverse.channelbox.storm;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.Scratch;

/** The packaged application, which ends and starts again on the same port. With the engine {@code local} its logs begin anew. */
final class Server implements AutoCloseable {

    static final int HEARTBEAT_MILLIS = 1_000;

    /** Their token expires, or the server ends, when they have been closed and do not answer. */
    private static final List<String> OF_CONNECTIONS_THAT_HANG = List.of("Connection already closed",
            "[Error Occurred After Shutdown]");

    private final int port = Scratch.freePort();
    private final List<String> options = new ArrayList<>(List.of(
            "-Dquarkus.channel-box.ping-interval=" + HEARTBEAT_MILLIS + "ms", "-Dquarkus.channel-box.pong-timeout=2s"));
    private final List<String> complaints = new ArrayList<>();
    private PackagedApplication application;

    Server(String... options) throws IOException {
        this.options.addAll(List.of(options));
        start();
    }

    private void start() throws IOException {
        application = PackagedApplication.start(port, options.toArray(String[]::new));
    }

    URI base() {
        return application.base();
    }

    int port() {
        return port;
    }

    void crashAndStart() throws IOException {
        application.kill();
        complaints.addAll(application.complaints());
        start();
    }

    void endAndStart() throws IOException, InterruptedException {
        application.terminate();
        application.exitCode();
        complaints.addAll(application.complaints());
        start();
    }

    /** What it logged as a warning or worse since the first start, but for what Quarkus says of connections that hang. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        all.addAll(application.complaints());
        all.removeIf(line -> OF_CONNECTIONS_THAT_HANG.stream().anyMatch(line::contains));
        return all;
    }

    @Override
    public void close() {
        application.close();
    }
}
