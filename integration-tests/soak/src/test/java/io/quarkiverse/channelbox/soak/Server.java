package io.quarkiverse.channelbox.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.PackagedApplication;

/** The packaged application in a process of its own, and what can be seen of it from outside. */
final class Server implements AutoCloseable {

    static final long PING_MILLIS = 5_000;
    static final long PONG_TIMEOUT_MILLIS = 10_000;
    /** How many messages a client may send at once. */
    static final int BURST = 500;
    /** What has to be 0 when nobody is there. */
    private static final List<String> GAUGES = List.of("channelbox_groups", "channelbox_channels", "channelbox_connections",
            "channelbox_buffered_bytes", "channelbox_pending_bytes", "channelbox_unhandled_bytes");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final PackagedApplication application;

    Server(Plan plan, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("-Xmx512m", "-Dio.netty.leakDetection.level=simple",
                "-Dquarkus.channel-box.ping-interval=" + PING_MILLIS + "ms",
                "-Dquarkus.channel-box.pong-timeout=" + PONG_TIMEOUT_MILLIS + "ms",
                "-Dquarkus.channel-box.max-buffered=128K", "-Dquarkus.channel-box.max-channels=" + plan.places(),
                "-Dquarkus.channel-box.inbound.messages-per-second=" + BURST / 5,
                "-Dquarkus.channel-box.inbound.burst=5s"));
        options.addAll(List.of(more));
        application = PackagedApplication.start(options.toArray(String[]::new));
    }

    int port() {
        return application.base().getPort();
    }

    URI base() {
        return application.base();
    }

    /** What it holds. */
    record Sample(long heap, long direct, long buffers, long threads, long descriptors) {

        @Override
        public String toString() {
            return "heap " + heap / 1024 + " KB, direct " + direct / 1024 + " KB, buffers in use " + buffers + " B, " + threads
                    + " threads, " + descriptors + " descriptors";
        }
    }

    /** Without the histories, after a collection. */
    Sample sample() throws IOException {
        JsonNode memory = MAPPER.readTree(call("POST", "/memory", "").join());
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(application.pid()), "fd"))) {
            return new Sample(memory.get("heap").asLong(), memory.get("direct").asLong(), memory.get("buffers").asLong(),
                    memory.get("threads").asLong(), descriptors.count());
        }
    }

    /** Those of the metrics that are not 0, and should be when nobody is there. */
    Map<String, Double> gauges() {
        Map<String, Double> all = new TreeMap<>();
        call("GET", "/q/metrics", null).join().lines().filter(line -> GAUGES.stream().anyMatch(line::startsWith))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    double value = Double.parseDouble(line.substring(space));
                    if (value != 0) {
                        all.put(line.substring(0, space), value);
                    }
                });
        return all;
    }

    /** Asks all members of a group; the future has the answers as JSON. */
    CompletableFuture<String> ask(String group, String text) {
        return call("POST", "/questions/" + group, text);
    }

    private CompletableFuture<String> call(String method, String path, String body) {
        return http.sendAsync(HttpRequest.newBuilder(base().resolve(path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString()).thenApply(Server::body);
    }

    private static String body(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.uri() + ": " + answer.statusCode() + ' ' + answer.body());
        }
        return answer.body();
    }

    List<String> log() {
        return application.log();
    }

    /** As an operator does it; returns the exit code. */
    int end() throws InterruptedException {
        application.terminate();
        return application.exitCode();
    }

    /** The classes of which there is most in its heap. */
    String histogram() {
        try {
            Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(application.pid()), "GC.class_histogram").redirectErrorStream(true).start();
            return jcmd.inputReader().lines().limit(40).reduce("", (all, line) -> all + line + '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
