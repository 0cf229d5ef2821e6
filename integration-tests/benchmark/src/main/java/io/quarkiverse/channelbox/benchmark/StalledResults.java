package io.quarkiverse.channelbox.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The others' latencies, the server's memory and the end of the member that never reads, as a table. */
record StalledResults(Measurement without, Measurement with, CutOffs cutOffs) {

    private static final List<String> PERCENTILES = List.of("p50", "p99", "p999");

    void print(PrintStream out, String title) {
        out.printf("%n## One member that never reads. %s%n%n", title);
        out.printf("|  | p50, ms | p99, ms | p99.9, ms | server CPU, cores | peak memory, MB | cut off after its bound, s |%n");
        out.printf("| --- |%s%n", " --- |".repeat(6));
        row(out, "all members read", without, "–");
        row(out, "one never reads", with, end());
        StringBuilder ratios = new StringBuilder("| compared |");
        PERCENTILES.forEach(key -> ratios.append(ratio(key)));
        out.printf(Locale.ROOT, "%s – | %+.0f | – |%n", ratios,
                (with.get("peakRss") - without.get("peakRss")) / Rounds.MEGABYTE);
        out.println("| it should be at most | – | × 1.30 | – | – | +64 | 5.0 |");
    }

    private void row(PrintStream out, String name, Measurement m, String end) {
        if (m.failure() != null) {
            out.printf("| %s | failed: %s | – | – | – | – | %s |%n", name, m.failure(), end);
            return;
        }
        out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.2f | %.0f | %s |%n", name, m.get("p50") / 1000,
                m.get("p99") / 1000, m.get("p999") / 1000, m.get("serverCpu"), m.get("peakRss") / Rounds.MEGABYTE, end);
    }

    private String ratio(String key) {
        return String.format(Locale.ROOT, " × %.2f |", with.get(key) / without.get(key));
    }

    private String end() {
        return cutOffs.longest().isEmpty() ? "never"
                : String.format(Locale.ROOT, "%.1f (the longest of %d)", cutOffs.longest().getAsDouble(),
                        cutOffs.seconds().size());
    }
}
