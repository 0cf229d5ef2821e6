package io.quarkiverse.channelbox.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.quarkiverse.channelbox.benchmark.load.Options;

/** All measurements, as tables of medians, with the least and the most behind them if there were several rounds. */
final class Results {

    private record Key(Peer peer, Workload workload) {
    }

    private final Options options;
    private final List<Peer> peers;
    private final List<Workload> workloads;
    /** In the order of the rounds. */
    private final Map<Key, List<Measurement>> runs = new HashMap<>();

    Results(Options options, List<Peer> peers, List<Workload> workloads) {
        this.options = options;
        this.peers = peers;
        this.workloads = workloads;
    }

    void add(Peer peer, Workload workload, Measurement measurement) {
        runs.computeIfAbsent(new Key(peer, workload), key -> new ArrayList<>()).add(measurement);
        System.err.printf("  %s: %s%n", workload.name(), measurement.failure() == null ? measurement.values()
                : measurement.failure());
    }

    void failAll(Peer peer, String why) {
        add(peer, Workload.IDLE, Measurement.failed(why));
        workloads.forEach(workload -> add(peer, workload, Measurement.failed(why)));
    }

    List<Measurement> of(Peer peer, Workload workload) {
        return runs.get(new Key(peer, workload));
    }

    void print(PrintStream out) {
        table(out, "Server CPU for each delivered message, in µs", Measurement::micros, "%.2f");
        table(out, "Of it user time, in µs", m -> m.get("userMicros"), "%.2f");
        ratios(out, Peer.BUN);
        ratios(out, Peer.BROADCAST);
        table(out, "Deliveries a second", m -> m.get("deliveries") / m.get("seconds"), "%,.0f");
        workloads.stream().filter(Workload::isSteady).forEach(steady -> latencies(out, steady));
        table(out, "CPU of the load client, in cores (it must be less than one, and the server's and its own less than all)",
                m -> m.get("clientCpu"), "%.2f");
    }

    private void table(PrintStream out, String title, ToDoubleFunction<Measurement> value, String format) {
        Table table = new Table(options, title, header());
        for (Peer peer : peers) {
            List<String> cells = new ArrayList<>(List.of(peer.name()));
            workloads.forEach(workload -> cells.add(cell(of(peer, workload), value, format)));
            table.row(cells);
        }
        table.print(out);
    }

    /** Of the CPU: each round is compared with itself, so that the machine's mood is not in it. */
    private void ratios(PrintStream out, String base) {
        peers.stream().filter(peer -> peer.name().equals(base)).findFirst().ifPresent(reference -> {
            Table table = new Table(options, "Server CPU for each delivered message, times that of " + base, header());
            for (Peer peer : peers) {
                List<String> cells = new ArrayList<>(List.of(peer.name()));
                workloads.forEach(workload -> cells.add(ratio(of(peer, workload), of(reference, workload))));
                table.row(cells);
            }
            table.print(out);
        });
    }

    static String ratio(List<Measurement> measured, List<Measurement> reference) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < measured.size(); round++) {
            double ratio = measured.get(round).micros() / reference.get(round).micros();
            if (!Double.isNaN(ratio)) {
                ratios.add(ratio);
            }
        }
        return ratios.isEmpty() ? "–" : Spread.of(ratios).text("%.2f");
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("Server"));
        workloads.forEach(workload -> header.add(workload.name()));
        return header;
    }

    private void latencies(PrintStream out, Workload steady) {
        Table table = new Table(options, "Latency of " + steady.name() + ", in ms, and memory for each idle connection, in KB",
                List.of("Server", "p50", "p99", "p99.9", "memory"));
        for (Peer peer : peers) {
            List<Measurement> measured = of(peer, steady);
            table.row(List.of(peer.name(), cell(measured, m -> m.get("p50") / 1000, "%.1f"),
                    cell(measured, m -> m.get("p99") / 1000, "%.1f"), cell(measured, m -> m.get("p999") / 1000, "%.1f"),
                    cell(of(peer, Workload.IDLE), m -> m.get("idle") / 1024, "%.1f")));
        }
        table.print(out);
    }

    /** Of the rounds that did not fail, if there is one. */
    private static String cell(List<Measurement> measured, ToDoubleFunction<Measurement> value, String format) {
        List<Double> values = measured.stream().filter(m -> m.failure() == null).map(value::applyAsDouble).toList();
        return values.isEmpty() ? "failed: " + measured.get(0).failure() : Spread.of(values).text(format);
    }
}
