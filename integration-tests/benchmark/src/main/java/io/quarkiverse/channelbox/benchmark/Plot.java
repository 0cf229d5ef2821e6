package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Bars of the server's CPU for each delivered message, with the part that is user time; a panel for each workload. */
final class Plot {

    private static final int BAR = 18;
    private static final int LABELS = 250;
    private static final int WIDTH = 860;
    private static final int LONGEST = WIDTH - LABELS - 120;

    private final StringBuilder svg = new StringBuilder();
    private final Results results;
    private final List<Peer> peers;
    private int top;

    Plot(Results results, List<Peer> peers) {
        this.results = results;
        this.peers = peers;
    }

    void write(List<Workload> workloads, Path file) throws IOException {
        int panel = peers.size() * BAR + 50;
        svg.append(String.format("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
                + " font-size='12'><rect width='100%%' height='100%%' fill='white'/>%n", WIDTH, panel * workloads.size()));
        for (Workload workload : workloads) {
            panel(workload);
            top += panel;
        }
        Files.writeString(file, svg.append("</svg>\n").toString());
        System.err.println("Plot: " + file);
    }

    private void panel(Workload workload) {
        double most = peers.stream().map(peer -> Measurement.median(results.of(peer, workload)))
                .filter(m -> m.failure() == null).mapToDouble(Measurement::micros).max().orElse(1);
        svg.append(String.format("<text x='10' y='%d' font-weight='bold'>%s: server CPU for each delivered message, µs"
                + " (of it user time)</text>%n", top + 24, workload.name()));
        int y = top + 36;
        for (Peer peer : peers) {
            bar(peer, Measurement.median(results.of(peer, workload)), y, LONGEST / most);
            y += BAR;
        }
    }

    private void bar(Peer peer, Measurement measured, int y, double scale) {
        boolean isOwn = peer.name().startsWith("channel-box");
        double length = measured.failure() == null ? measured.micros() * scale : 0;
        svg.append(String.format("<text x='%d' y='%d' text-anchor='end'>%s</text>", LABELS - 8, y + 12, peer.name()));
        if (measured.failure() == null) {
            rectangle(y, length, isOwn ? "#8aa5f0" : "#c3c9d4");
            rectangle(y, measured.get("userMicros") * scale, isOwn ? "#2f5fe0" : "#8a94a8");
        }
        svg.append(String.format(Locale.ROOT, "<text x='%.1f' y='%d'>%s</text>%n", LABELS + length + 6, y + 12,
                measured.failure() == null
                        ? String.format(Locale.ROOT, "%.2f (%.2f)", measured.micros(), measured.get("userMicros"))
                        : "failed"));
    }

    private void rectangle(int y, double length, String colour) {
        svg.append(String.format(Locale.ROOT, "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>", LABELS, y, length,
                BAR - 4, colour));
    }
}
