package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.benchmark.load.Options;
import io.quarkiverse.channelbox.benchmark.load.ProcessUse;

/**
 * What connections cost of which nothing comes and to which nothing goes but the heartbeat, as each server has it if nothing
 * else is said: pings of the WebSocket protocol, frames {@code ping} where {@code channelbox.v1} or Socket.IO is spoken, or
 * none. Run it with {@code integration-tests/benchmark/run idle}. The arguments are {@code key=value} pairs: {@code peers} (a
 * part of their names, several separated by commas), {@code connections}, {@code settle} and {@code seconds} of measurement,
 * three pings of each connection of channel-box if nothing else is said, {@code rounds}, {@code baseline}.
 */
public final class Idle {

    private static final int FEW = 10;
    private static final int GROUPS = 10;
    private static final int BYTES = 128;

    private final Options options;
    private final int port = Server.freePort();
    private final int connections;
    private final Rounds rounds = new Rounds();

    private Idle(Options options) throws IOException {
        this.options = options;
        connections = options.number("connections", 10_000);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Idle(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        rounds.limit("CPU for each connection, µs a second", "≤ 1.5");
        for (int round = 1; round <= options.number("rounds", 1); round++) {
            for (Peer peer : peers()) {
                System.err.printf("Round %d: %s%n", round, peer.name());
                measure(peer);
            }
        }
        rounds.printBySubject(options, System.out, String.format("%,d idle connections", connections));
    }

    /** Of those that differ only in what they do with a message, one. */
    private List<Peer> peers() {
        List<Peer> peers = new ArrayList<>(Compared.peers(options, port));
        Peer.installed(port).stream().filter(peer -> !peer.name().equals(Compared.OWN))
                .filter(peer -> List.of("merge-delay", "sendText to each", "per message").stream()
                        .noneMatch(peer.name()::contains))
                .forEach(peers::add);
        peers.removeIf(peer -> !options.selects("peers", peer.name()));
        return peers;
    }

    private void measure(Peer peer) throws IOException, InterruptedException {
        try (Server server = Server.start(peer, port, Redirect.DISCARD)) {
            if (!server.awaitPort()) {
                throw new IOException("It did not start");
            }
            Measurement few = idle(peer, server, FEW, 2, 8).join();
            double heapBefore = peer.isControlled() ? server.ask("memory").get("heap") : 0;
            long filesBefore = ProcessUse.openFiles(server.pid());
            CompletableFuture<Measurement> idle = idle(peer, server, connections, options.number("settle", 35),
                    options.number("seconds", 75));
            double heap = peer.isControlled() ? heap(server, filesBefore, idle) : 0;
            Measurement many = idle.join();
            if (few.failure() != null || many.failure() != null) {
                System.err.printf("  failed: %s%n", few.failure() != null ? few.failure() : many.failure());
                return;
            }
            rounds.add(peer.name(), "CPU of the server, ms a second", many.get("serverCpu") * 1e3);
            rounds.add(peer.name(), "CPU for each connection, µs a second",
                    (many.get("serverCpu") - few.get("serverCpu")) * 1e6 / (connections - FEW));
            rounds.add(peer.name(), "resident bytes for each connection",
                    (many.get("rss") - few.get("rss")) / (connections - FEW));
            if (peer.isControlled()) {
                rounds.add(peer.name(), "bytes of heap for each, after a collection", (heap - heapBefore) / connections);
            }
        }
    }

    /** With all connections, after a collection; while they settle, so that it is not measured. */
    private double heap(Server server, long filesBefore, CompletableFuture<Measurement> idle)
            throws IOException, InterruptedException {
        while (ProcessUse.openFiles(server.pid()) < filesBefore + connections - FEW && !idle.isDone()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        // The last ones are being let in.
        TimeUnit.SECONDS.sleep(2);
        return server.ask("memory").get("heap");
    }

    private CompletableFuture<Measurement> idle(Peer peer, Server server, int members, int settle, int seconds) {
        return Load.start(peer, port, server, List.of("groups=" + GROUPS, "members=" + members / GROUPS, "bytes=" + BYTES,
                "settle=" + settle, "seconds=" + seconds));
    }
}
