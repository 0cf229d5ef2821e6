package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * What connections cost of which nothing comes and to which nothing goes but the heartbeat: pings of the WebSocket protocol, or
 * the frames {@code ping} of {@code channelbox.v1} where that is spoken. Run it with
 * {@code integration-tests/benchmark/run idle}. The arguments are {@code key=value} pairs: {@code connections}, {@code settle}
 * and {@code seconds} of measurement, three pings of each connection if nothing else is said, {@code rounds}, {@code baseline}.
 */
public final class Idle {

    private static final int FEW = 10;
    private static final int GROUPS = 10;
    private static final int BYTES = 128;

    private final Options options;
    private final int port = Server.freePort();

    private Idle(Options options) throws IOException {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Idle(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        List<Peer> peers = new ArrayList<>(Compared.peers(options, port));
        peers.add(Peer.channelBoxV1(port));
        int connections = options.number("connections", 10_000);
        Rounds rounds = new Rounds();
        rounds.limit("CPU for each connection, µs a second", "≤ 1.5");
        for (int round = 1; round <= options.number("rounds", 1); round++) {
            for (Peer peer : peers) {
                System.err.printf("Round %d: %s%n", round, peer.name());
                try (Server server = Server.start(peer, port, Redirect.DISCARD)) {
                    if (!server.awaitPort()) {
                        throw new IOException("It did not start");
                    }
                    Measurement few = idle(peer, server, FEW, 2, 8);
                    Measurement many = idle(peer, server, connections, options.number("settle", 35),
                            options.number("seconds", 75));
                    rounds.add(peer.name(), "CPU of the server, ms a second", many.get("serverCpu") * 1e3);
                    rounds.add(peer.name(), "CPU for each connection, µs a second",
                            (many.get("serverCpu") - few.get("serverCpu")) * 1e6 / (connections - FEW));
                    rounds.add(peer.name(), "resident bytes for each connection",
                            (many.get("rss") - few.get("rss")) / (connections - FEW));
                }
            }
        }
        rounds.print(options, System.out, String.format("%,d idle connections", connections));
    }

    private Measurement idle(Peer peer, Server server, int connections, int settle, int seconds)
            throws IOException, InterruptedException {
        Measurement measurement = Load.run(peer, port, server, List.of("groups=" + GROUPS, "members=" + connections / GROUPS,
                "bytes=" + BYTES, "settle=" + settle, "seconds=" + seconds));
        if (measurement.failure() != null) {
            throw new IOException(measurement.failure());
        }
        return measurement;
    }
}
