package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * Starts the servers one after the other, drives each with the load client, and prints what a delivered message costs. Run it
 * with {@code integration-tests/benchmark/run}. The arguments are {@code key=value} pairs: {@code rounds}, {@code seconds},
 * {@code warmup}, {@code peers} and {@code workloads} (a part of their names, several separated by commas, or by semicolons
 * where they contain commas; the whole name after another {@code =}); {@code format=adoc} prints the tables as AsciiDoc.
 */
public final class Benchmark {

    /** The others would make it long. */
    private static final int PLOTTED = 5;

    private final Options options;
    private final List<Workload> workloads;
    private final int port = Server.freePort();

    private Benchmark(Options options) throws IOException {
        this.options = options;
        workloads = Workload.ALL.stream().filter(workload -> options.selects("workloads", workload.name())).toList();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Benchmark(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        List<Peer> peers = Peer.all(port).stream().filter(peer -> options.selects("peers", peer.name())).toList();
        Results results = new Results(options, peers, workloads);
        // Round after round, so that a change of the machine's mood meets all of them.
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (Peer peer : peers) {
                System.err.printf("Round %d: %s%n", round, peer.name());
                measure(peer, results);
            }
        }
        results.print(System.out);
        new Plot(results, peers).write(workloads.stream().limit(PLOTTED).toList(),
                Path.of("integration-tests", "benchmark", "target", "benchmark.svg"));
    }

    private void measure(Peer peer, Results results) throws IOException, InterruptedException {
        if (!peer.canStart()) {
            results.failAll(peer, "not installed: " + peer.needs() + " is missing");
            return;
        }
        try (Server server = Server.start(peer, port, Redirect.DISCARD)) {
            if (!server.awaitPort()) {
                results.failAll(peer, "did not start");
                return;
            }
            // First of all, while nothing else has grown the heap.
            results.add(peer, Workload.IDLE, idle(peer, server));
            int warmup = options.number("warmup", 10);
            for (Workload workload : workloads) {
                results.add(peer, workload, load(peer, workload, server, warmup, options.number("seconds", 5)));
                // The code is warm after the first one.
                warmup = 2;
            }
        }
    }

    /** Resident memory with the connections, less what it was without. */
    private Measurement idle(Peer peer, Server server) throws IOException, InterruptedException {
        Workload few = new Workload("few", 1, 10, 128);
        Measurement before = load(peer, few, server, 0, 2);
        Measurement after = load(peer, Workload.IDLE, server, 0, 2);
        if (before.failure() != null || after.failure() != null) {
            return before.failure() == null ? after : before;
        }
        double bytes = (after.get("rss") - before.get("rss")) / (Workload.IDLE.connections() - few.connections());
        return new Measurement(Map.of("idle", bytes), null);
    }

    private Measurement load(Peer peer, Workload workload, Server server, int warmup, int seconds)
            throws IOException, InterruptedException {
        return Load.run(peer, port, server, workload.options(warmup, seconds));
    }
}
