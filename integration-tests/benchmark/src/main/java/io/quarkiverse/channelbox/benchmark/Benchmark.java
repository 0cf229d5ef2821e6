package io.quarkiverse.channelbox.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the servers one after the other, drives each with the load client, and prints what a delivered message costs. Run it
 * with {@code integration-tests/benchmark/run}. The arguments are {@code key=value} pairs: {@code rounds}, {@code seconds},
 * {@code warmup}, {@code peers} (a part of their names, several separated by commas).
 */
public final class Benchmark {

    private static final int START_SECONDS = 30;
    private static final String CLIENT = "io.quarkiverse.channelbox.benchmark.load.LoadClient";

    private final Map<String, String> options = new LinkedHashMap<>();
    private final int port;

    private Benchmark(String[] arguments) throws IOException {
        for (String argument : arguments) {
            options.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Benchmark(arguments).run();
    }

    private int option(String key, int absent) {
        return Integer.parseInt(options.getOrDefault(key, String.valueOf(absent)));
    }

    private void run() throws IOException, InterruptedException {
        List<Peer> peers = Peer.all(port).stream().filter(this::isWanted).toList();
        Results results = new Results(peers, Workload.ALL);
        // Round after round, so that a change of the machine's mood meets all of them.
        for (int round = 1; round <= option("rounds", 3); round++) {
            for (Peer peer : peers) {
                System.err.printf("Round %d: %s%n", round, peer.name());
                measure(peer, results);
            }
        }
        results.print(System.out);
        results.plot(Path.of("integration-tests", "benchmark", "target", "benchmark.svg"));
    }

    private boolean isWanted(Peer peer) {
        for (String part : options.getOrDefault("peers", "").split(",")) {
            if (peer.name().contains(part)) {
                return true;
            }
        }
        return false;
    }

    private void measure(Peer peer, Results results) throws IOException, InterruptedException {
        if (!peer.canStart()) {
            results.failAll(peer, "not installed: " + peer.needs() + " is missing");
            return;
        }
        Process server = new ProcessBuilder(peer.command()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!awaitPort(server)) {
                results.failAll(peer, "did not start");
                return;
            }
            // First of all, while nothing else has grown the heap.
            results.add(peer, Workload.IDLE, idle(peer, server.pid()));
            int warmup = option("warmup", 10);
            for (Workload workload : Workload.ALL) {
                results.add(peer, workload, load(peer, workload, server.pid(), warmup, option("seconds", 5)));
                // The code is warm after the first one.
                warmup = 2;
            }
        } finally {
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
            server.destroyForcibly();
        }
    }

    /** Resident memory with the connections, less what it was without. */
    private Measurement idle(Peer peer, long pid) throws IOException, InterruptedException {
        Workload few = new Workload("few", 1, 10, 128, "");
        Measurement before = load(peer, few, pid, 0, 2);
        Measurement after = load(peer, Workload.IDLE, pid, 0, 2);
        if (before.failure() != null || after.failure() != null) {
            return before.failure() == null ? after : before;
        }
        double bytes = (after.get("rss") - before.get("rss")) / (Workload.IDLE.connections() - few.connections());
        return new Measurement(Map.of("idle", bytes), null);
    }

    private Measurement load(Peer peer, Workload workload, long pid, int warmup, int seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"), CLIENT, "port=" + port, "path=" + peer.path(),
                "protocol=" + peer.protocol(), "pid=" + pid, "groups=" + workload.groups(), "members=" + workload.members(),
                "bytes=" + workload.bytes(), "warmup=" + warmup, "seconds=" + seconds));
        if (!workload.load().isEmpty()) {
            command.add(workload.load());
        }
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        String last = "nothing";
        try (BufferedReader output = client.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("deliveries=")) {
                    return Measurement.parse(line);
                }
                if (line.contains("Exception")) {
                    last = line.replaceFirst("^.*Exception: ", "");
                }
            }
        } finally {
            client.waitFor();
        }
        return Measurement.failed(last);
    }

    private boolean awaitPort(Process server) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline && server.isAlive()) {
            try (Socket connected = new Socket("127.0.0.1", port)) {
                return true;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        return false;
    }
}
