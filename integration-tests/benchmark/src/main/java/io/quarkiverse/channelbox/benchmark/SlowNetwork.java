package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * What members on a slow network cost the server, and the others: the same steady load twice, without them and with them, each
 * time on a fresh server. More is sent to them than their network takes, so that the server has to keep it, drop it or close
 * them; one that is closed comes back at once. Run it with {@code integration-tests/benchmark/run slow}. The arguments are
 * {@code key=value} pairs: {@code peers} (a part of their names, several separated by commas), {@code members} that are fast,
 * {@code slow} ones besides, {@code pace} in bytes a second of each, {@code bytes} of a message, {@code rate} in deliveries a
 * second to the fast ones, {@code warmup}, in which the buffers of the system fill, {@code seconds}, {@code rounds}.
 */
public final class SlowNetwork {

    private static final String PEERS = "channel-box,Bun,ws,broadcast,merged";
    private static final String EXCLUDED = "merge-delay";

    private final Options options;
    private final int port = Server.freePort();
    private final int slow;
    private final Rounds rounds = new Rounds();

    private SlowNetwork(Options options) throws IOException {
        this.options = options;
        slow = options.number("slow", 100);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new SlowNetwork(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        Options selected = options.text("peers", "").isEmpty() ? new Options("peers=" + PEERS) : options;
        List<Peer> peers = Peer.installed(port).stream().filter(peer -> selected.selects("peers", peer.name()))
                .filter(peer -> selected == options || !peer.name().contains(EXCLUDED)).toList();
        for (int round = 1; round <= options.number("rounds", 1); round++) {
            for (Peer peer : peers) {
                System.err.printf("Round %d: %s%n", round, peer.name());
                measure(peer);
            }
        }
        rounds.printBySubject(options, System.out, String.format("%d members on a network of %,d bytes a second, besides"
                + " %,d members that get %,d", slow, pace(), members(), (long) rate() / members() * bytes()));
    }

    private int members() {
        return options.number("members", 1000);
    }

    private int rate() {
        return options.number("rate", 20_000);
    }

    private int bytes() {
        return options.number("bytes", 16 * 1024);
    }

    private int pace() {
        return options.number("pace", 32 * 1024);
    }

    private void measure(Peer peer) throws IOException, InterruptedException {
        Measurement without = load(peer, 0);
        Measurement with = load(peer, slow);
        if (without.failure() != null || with.failure() != null) {
            System.err.printf("  failed: %s%n", without.failure() != null ? without.failure() : with.failure());
            return;
        }
        both(peer, "p99 of the fast ones, ms", without.get("p99") / 1000, with.get("p99") / 1000);
        both(peer, "CPU of the server for each delivery to them, µs", without.micros(), with.micros());
        both(peer, "peak memory, MB", without.get("peakRss") / Rounds.MEGABYTE, with.get("peakRss") / Rounds.MEGABYTE);
        // Of those whose network still brings what was sent before, only the server knows.
        double connected = with.get("files") - without.get("files");
        rounds.add(peer.name(), "slow ones closed", Math.max(0, with.get("slowCutOffs") + slow - connected));
    }

    private void both(Peer peer, String figure, double without, double with) {
        rounds.add(peer.name(), figure + ", without", without);
        rounds.add(peer.name(), figure + ", with", with);
    }

    private Measurement load(Peer peer, int slowMembers) throws IOException, InterruptedException {
        try (Server server = Server.start(peer, port, Redirect.DISCARD)) {
            if (!server.awaitPort()) {
                return Measurement.failed("did not start");
            }
            return Load.run(peer, port, server,
                    List.of("groups=1", "members=" + members(), "bytes=" + bytes(), "rate=" + rate(), "slow=" + slowMembers,
                            "pace=" + pace(), "warmup=" + options.number("warmup", 10),
                            "seconds=" + options.number("seconds", 15)));
        }
    }
}
