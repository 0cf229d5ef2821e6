package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All measurements, as tables and as a picture. */
final class Results {

    private record Key(Peer peer, Workload workload) {
    }

    private final List<Peer> peers;
    private final List<Workload> workloads;
    private final Map<Key, List<Measurement>> runs = new HashMap<>();

    Results(List<Peer> peers, List<Workload> workloads) {
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

    private Measurement median(Peer peer, Workload workload) {
        return Measurement.median(runs.get(new Key(peer, workload)));
    }

    void print(PrintStream out) {
        table(out, "Server CPU for each delivered message, in µs", workloads, Measurement::micros, "%.2f");
        table(out, "Deliveries a second", workloads, m -> m.get("deliveries") / m.get("seconds"), "%,.0f");
        workloads.stream().filter(Workload::isSteady).forEach(steady -> latencies(out, steady));
        table(out, "CPU of the load client, in cores (it must be less than one, and the server's and its own less than all)",
                workloads, m -> m.get("clientCpu"), "%.2f");
    }

    private void latencies(PrintStream out, Workload steady) {
        out.printf("%n## Latency at %s, in ms, and memory for each idle connection, in KB%n%n", steady.name());
        out.printf("| server | p50 | p99 | p99.9 | memory |%n| --- | --- | --- | --- | --- |%n");
        for (Peer peer : peers) {
            Measurement m = median(peer, steady);
            out.printf(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", peer.name(), cell(m, x -> x.get("p50") / 1000, "%.1f"),
                    cell(m, x -> x.get("p99") / 1000, "%.1f"), cell(m, x -> x.get("p999") / 1000, "%.1f"),
                    cell(median(peer, Workload.IDLE), x -> x.get("idle") / 1024, "%.1f"));
        }
    }

    private void table(PrintStream out, String title, List<Workload> columns, ToDoubleFunction<Measurement> value,
            String format) {
        out.printf("%n## %s%n%n| server |", title);
        columns.forEach(workload -> out.printf(" %s |", workload.name()));
        out.printf("%n| --- |%s%n", " --- |".repeat(columns.size()));
        for (Peer peer : peers) {
            out.printf("| %s |", peer.name());
            for (Workload workload : columns) {
                out.printf(" %s |", cell(median(peer, workload), value, format));
            }
            out.println();
        }
    }

    private static String cell(Measurement measurement, ToDoubleFunction<Measurement> value, String format) {
        return measurement.failure() == null ? String.format(Locale.ROOT, format, value.applyAsDouble(measurement))
                : "failed: " + measurement.failure();
    }

    /** Bars of the CPU, a panel for each workload. */
    void plot(Path file) throws IOException {
        int barHeight = 18;
        int labels = 250;
        int width = 860;
        int panel = peers.size() * barHeight + 50;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
                + " font-size='12'><rect width='100%%' height='100%%' fill='white'/>%n", width, panel * workloads.size()));
        int top = 0;
        for (Workload workload : workloads) {
            double most = peers.stream().map(peer -> median(peer, workload)).filter(m -> m.failure() == null)
                    .mapToDouble(Measurement::micros).max().orElse(1);
            svg.append(String.format("<text x='10' y='%d' font-weight='bold'>%s: server CPU for each delivered message, µs"
                    + "</text>%n", top + 24, workload.name()));
            int y = top + 36;
            for (Peer peer : peers) {
                Measurement m = median(peer, workload);
                double length = m.failure() == null ? m.micros() / most * (width - labels - 70) : 0;
                svg.append(String.format(Locale.ROOT, "<text x='%d' y='%d' text-anchor='end'>%s</text>"
                        + "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/><text x='%.1f' y='%d'>%s</text>%n",
                        labels - 8, y + 12, peer.name(), labels, y, length, barHeight - 4,
                        peer.name().startsWith("channel-box") ? "#2f5fe0" : "#9aa3b5", labels + length + 6, y + 12,
                        m.failure() == null ? String.format(Locale.ROOT, "%.2f", m.micros()) : "failed"));
                y += barHeight;
            }
            top += panel;
        }
        Files.writeString(file, svg.append("</svg>\n").toString());
        System.err.println("Plot: " + file);
    }
}
