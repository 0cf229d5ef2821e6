package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.benchmark.load.Options;
import io.quarkiverse.channelbox.benchmark.load.ProcessUse;

/**
 * What it costs to be seen: a delivered message in an application without metrics and traces, with Micrometer, and with
 * OpenTelemetry besides, side by side; and a scrape of 10,000 members in 1,000 groups. Run it with
 * {@code integration-tests/benchmark/run observed}. The arguments are {@code key=value} pairs: {@code rounds}, {@code warmup}
 * and {@code seconds} of each measurement, {@code workloads} and {@code peers} (a part of their names, several separated by
 * commas), {@code scrapes}, and {@code baseline}, the path of another checkout that was built.
 */
public final class Observed {

    private static final int GROUPS = 1000;
    private static final int MEMBERS = 10;
    private static final String NO_TRACES = "-Dquarkus.otel.sdk.disabled=true";

    private final Options options;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Server.freePort();
    private final Rounds rounds = new Rounds();

    private Observed(Options options) throws IOException {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Observed(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        List<Peer> peers = new ArrayList<>(Compared.peers(options, port));
        peers.add(Peer.observed("Micrometer", port, NO_TRACES));
        peers.add(Peer.observed("Micrometer and OpenTelemetry", port));
        peers.removeIf(peer -> !options.selects("peers", peer.name()));
        List<Workload> workloads = Stream.of(Workload.ONE_GROUP, Workload.MANY_GROUPS, Workload.EACH_IN_MANY, Workload.ALONE)
                .filter(workload -> options.selects("workloads", workload.name())).toList();
        workloads.forEach(workload -> rounds.limit(figure(workload), "≤ 1.05 × channel-box"));
        rounds.limit("CPU of a scrape, ms", "≤ 20");
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (Peer peer : peers) {
                System.err.printf("Round %d: %s%n", round, peer.name());
                measure(peer, workloads);
            }
        }
        rounds.print(options, System.out, "Server CPU for each delivered message, in µs");
    }

    private static String figure(Workload workload) {
        return workload.name() + ", µs";
    }

    private void measure(Peer peer, List<Workload> workloads) throws IOException, InterruptedException {
        if (!peer.canStart()) {
            throw new IOException(peer.needs() + " is missing");
        }
        try (Server server = Server.start(peer, port, Redirect.DISCARD)) {
            if (!server.awaitPort()) {
                throw new IOException(peer.name() + " did not start");
            }
            int warmup = options.number("warmup", 10);
            for (Workload workload : workloads) {
                Measurement measurement = succeeded(
                        Load.run(peer, port, server, workload.options(warmup, options.number("seconds", 5))));
                rounds.add(peer.name(), figure(workload), measurement.micros());
                // The code is warm after the first one.
                warmup = 2;
            }
            if (scrape().contains("channelbox_")) {
                scrapes(peer, server);
            }
        }
    }

    private static Measurement succeeded(Measurement measurement) throws IOException {
        if (measurement.failure() != null) {
            throw new IOException(measurement.failure());
        }
        return measurement;
    }

    private void scrapes(Peer peer, Server server) throws IOException, InterruptedException {
        int scrapes = options.number("scrapes", 200);
        CompletableFuture<Measurement> members = Load.start(peer, port, server,
                List.of("groups=" + GROUPS, "members=" + MEMBERS, "bytes=128", "settle=0", "seconds=30"));
        while (channels(scrape()) < GROUPS * MEMBERS) {
            if (members.isDone()) {
                throw new IOException("Not all members came: " + members.join());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long cpu = ProcessUse.cpuNanos(server.pid());
        for (int i = 0; i < scrapes; i++) {
            scrape();
        }
        rounds.add(peer.name(), "CPU of a scrape, ms", (ProcessUse.cpuNanos(server.pid()) - cpu) / 1e6 / scrapes);
        succeeded(members.join());
    }

    private static double channels(String metrics) {
        return metrics.lines().filter(line -> line.startsWith("channelbox_channels{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    private String scrape() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics")).build(),
                BodyHandlers.ofString()).body();
    }
}
