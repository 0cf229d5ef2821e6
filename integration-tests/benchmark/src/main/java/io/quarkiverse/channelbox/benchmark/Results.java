package io.quarkiverse.channelbox.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.benchmark.load.Options;

/** All measurements, as tables of medians, with the least and the most behind them if there were several rounds. */
final class Results {

    private static final int COLUMNS = 5;

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
        workloads.stream().filter(Workload::isBurst).forEach(burst -> newcomers(out, burst));
        table(out, "CPU of the load client, in cores (where it is one, deliveries a second are the client's)",
                m -> m.get("clientCpu"), "%.2f");
    }

    private void table(PrintStream out, String title, ToDoubleFunction<Measurement> value, String format) {
        table(out, title, (peer, workload) -> cell(of(peer, workload), value, format));
    }

    /** A column for each workload; more than a page is wide are another table. */
    private void table(PrintStream out, String title, BiFunction<Peer, Workload, String> cell) {
        for (int from = 0; from < workloads.size(); from += COLUMNS) {
            List<Workload> columns = workloads.subList(from, Math.min(from + COLUMNS, workloads.size()));
            Table table = new Table(options, from == 0 ? title : title + " (further workloads)",
                    row("Server", columns.stream().map(Workload::name)));
            for (Peer peer : peers) {
                table.row(row(peer.name(), columns.stream().map(workload -> cell.apply(peer, workload))));
            }
            table.print(out);
        }
    }

    private static List<String> row(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).toList();
    }

    /** Of the CPU: each round is compared with itself, so that the machine's mood is not in it. */
    private void ratios(PrintStream out, String base) {
        peers.stream().filter(peer -> peer.name().equals(base)).findFirst()
                .ifPresent(reference -> table(out, "Server CPU for each delivered message, times that of " + base,
                        (peer, workload) -> ratio(of(peer, workload), of(reference, workload))));
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

    private void newcomers(PrintStream out, Workload burst) {
        Table table = new Table(options, "How long a newcomer waits to be a member, in ms: " + burst.name(),
                List.of("Server", "p50", "worst"));
        for (Peer peer : peers) {
            List<Measurement> measured = of(peer, burst);
            table.row(List.of(peer.name(), cell(measured, m -> m.get("newcomerP50") / 1000, "%.1f"),
                    cell(measured, m -> m.get("newcomerWorst") / 1000, "%.1f")));
        }
        table.print(out);
    }

    /** Of the rounds that did not fail, if there is one. */
    private static String cell(List<Measurement> measured, ToDoubleFunction<Measurement> value, String format) {
        List<Double> values = measured.stream().filter(m -> m.failure() == null).map(value::applyAsDouble).toList();
        return values.isEmpty() ? "failed: " + measured.get(0).failure() : Spread.of(values).text(format);
    }
}
