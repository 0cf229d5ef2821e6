package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * What one member that never reads costs the others: the same load twice, without it and with it, each time on a fresh server.
 * Run it with {@code integration-tests/benchmark/run stalled}. The arguments are {@code key=value} pairs: {@code messages},
 * {@code rate} (messages a second), {@code members}, {@code warmup}, {@code rounds}, {@code peer} (a part of its name).
 */
public final class StalledReader {

    private static final Path OUTPUT = Path.of("integration-tests", "benchmark", "target", "stalled-server.txt");
    private static final int BYTES = 1024;

    private final Options options;
    private final int port = Server.freePort();
    private final Peer peer;
    private final int messages;
    private final int rate;
    private final int members;

    private StalledReader(Options options) throws IOException {
        this.options = options;
        String name = options.text("peer", "channel-box");
        peer = Peer.all(port).stream().filter(each -> each.name().contains(name)).findFirst().orElseThrow();
        messages = options.number("messages", 6000);
        rate = options.number("rate", 100);
        members = options.number("members", 1000);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new StalledReader(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        for (int round = 1; round <= options.number("rounds", 1); round++) {
            Measurement without = measure(false);
            Measurement with = measure(true);
            new StalledResults(without, with, CutOffs.of(with, Files.readAllLines(OUTPUT)))
                    .print(System.out, String.format("%s: %,d messages of 1 KB, %,d a second, to %,d members", peer.name(),
                            messages, rate, members));
        }
    }

    private Measurement measure(boolean isStalled) throws IOException, InterruptedException {
        System.err.printf("%s: %s%n", peer.name(), isStalled ? "one member never reads" : "all members read");
        try (Server server = Server.start(peer, port, Redirect.to(OUTPUT.toFile()))) {
            if (!server.awaitPort()) {
                return Measurement.failed("did not start");
            }
            Measurement measurement = Load.run(peer, port, server,
                    List.of("groups=1", "members=" + members, "bytes=" + BYTES, "rate=" + rate * members,
                            "warmup=" + options.number("warmup", 10), "seconds=" + Math.max(1, messages / rate),
                            "stalled=" + isStalled));
            System.err.printf("  %s%n", measurement.failure() == null ? measurement.values() : measurement.failure());
            return measurement;
        }
    }
}
