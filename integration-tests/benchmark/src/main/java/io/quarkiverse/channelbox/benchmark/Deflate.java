package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

import io.quarkiverse.channelbox.benchmark.load.DocumentLoad;
import io.quarkiverse.channelbox.benchmark.load.Options;
import io.quarkiverse.channelbox.benchmark.load.ProcessUse;
import io.quarkiverse.channelbox.benchmark.load.Received;

/**
 * What it costs, and saves, to compress what goes to a group: once for all members, and for each of them as WebSockets Next
 * does it. Run it with {@code integration-tests/benchmark/run deflate}. The arguments are {@code key=value} pairs:
 * {@code members}, {@code sizes} of a message in bytes (several separated by commas), {@code warmup} and {@code seconds} of
 * each measurement, {@code inFlight}, {@code rounds}, and {@code peers}, a part of their names.
 */
public final class Deflate {

    private final Options options;
    private final int port = Server.freePort();

    private Deflate(Options options) throws IOException {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Deflate(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        for (String size : options.text("sizes", "4096").split(",")) {
            Rounds rounds = new Rounds();
            for (int round = 1; round <= options.number("rounds", 1); round++) {
                System.err.printf("Round %d, %s bytes%n", round, size);
                for (boolean compresses : new boolean[] { false, true }) {
                    for (String name : new String[] { Compared.OWN, Peer.BROADCAST }) {
                        String column = !compresses ? name
                                : name + (name.equals(Compared.OWN) ? ", compressed once" : ", compressed for each");
                        if (options.selects("peers", column)) {
                            measure(peer(name, size), column, compresses, Integer.parseInt(size), rounds);
                        }
                    }
                }
            }
            rounds.print(options, System.out, options.number("members", 1000) + " members, JSON of " + size + " bytes");
        }
    }

    private Peer peer(String name, String size) {
        return name.equals(Compared.OWN)
                ? Peer.channelBox(port, "-Dquarkus.channel-box.compression=true",
                        "-Dquarkus.channel-box.compression-min-size=" + Math.min(1024, Integer.parseInt(size)))
                : Peer.all(port).stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private void measure(Peer peer, String column, boolean compresses, int size, Rounds rounds)
            throws IOException, InterruptedException {
        if (!peer.canStart()) {
            throw new IOException(peer.needs() + " is missing");
        }
        try (Server server = Server.start(peer, port, Redirect.DISCARD)) {
            if (!server.awaitPort()) {
                throw new IOException(peer.name() + " did not start");
            }
            try (DocumentLoad load = new DocumentLoad(port, peer.path() + "/documents", options.number("members", 1000),
                    compresses, size, options.number("inFlight", 4))) {
                load.run(options.number("warmup", 10));
                long cpu = ProcessUse.cpuNanos(server.pid());
                int seconds = options.number("seconds", 5);
                Received received = load.run(seconds);
                rounds.add(column, "CPU of the server for each delivered message, µs",
                        (ProcessUse.cpuNanos(server.pid()) - cpu) / 1e3 / received.messages());
                rounds.add(column, "bytes on the wire for each", (double) received.bytes() / received.messages());
                rounds.add(column, "compressed, of 100", 100.0 * received.compressed() / received.messages());
                rounds.add(column, "messages a second", (double) received.messages() / seconds);
                rounds.add(column, "resident memory of the server, MB",
                        ProcessUse.residentBytes(server.pid()) / Rounds.MEGABYTE);
            }
        }
    }
}
