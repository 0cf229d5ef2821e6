package io.quarkiverse.channelbox.storm;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.Scratch;

/**
 * The packaged application, which ends and starts again on the same port. With the engine {@code local} its logs begin anew.
 */
final class Server implements AutoCloseable {

    static final int HEARTBEAT_MILLIS = 1_000;

    /**
     * Of a connection that was closed and does not answer, when its token expires or the server ends; of one that comes then.
     */
    private static final List<String> NOT_OURS = List.of("[io.quarkiverse.channelbox.operator]", "Connection already closed",
            "[Error Occurred After Shutdown]",
            "Failed to register an accepted channel");

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

    /**
     * What it logged as a warning or worse since the first start, but for what Quarkus and Netty say of unlucky connections,
     * and what operators are told of what the storm does to clients.
     */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        all.addAll(application.complaints());
        all.removeIf(line -> NOT_OURS.stream().anyMatch(line::contains));
        return all;
    }

    @Override
    public void close() {
        application.close();
    }
}
