package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.benchmark.load.Crowd;
import io.quarkiverse.channelbox.benchmark.load.Listener;
import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * What it costs when many clients join at once a group with a long history, all of which they get, and what a live message to
 * another group takes meanwhile. Run it with {@code integration-tests/benchmark/run replay}. The arguments are
 * {@code key=value} pairs: {@code members}, {@code messages}, {@code size}, {@code rounds}, {@code baseline}.
 */
public final class Replay {

    private static final String STORED = "stored";
    private static final String LIVE = "live";
    private static final int PATIENCE_SECONDS = 60;

    private final Options options;
    private final int port = Server.freePort();
    private final int members;
    private final int messages;
    private final int size;

    private Replay(Options options) throws IOException {
        this.options = options;
        members = options.number("members", 1000);
        messages = options.number("messages", 100);
        size = options.number("size", 10_000);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Replay(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        Rounds rounds = new Rounds();
        rounds.limit("heap, more at the most, MB", "< 64");
        rounds.limit("the slowest live message, ms", "≤ 100");
        rounds.limit("members without all of it", "0");
        for (int round = 1; round <= options.number("rounds", 1); round++) {
            for (Peer peer : Compared.peers(options, port, "-Dquarkus.channel-box.replay=" + messages,
                    "-Dquarkus.channel-box.history.size=" + messages, "-Dquarkus.channel-box.history.max-bytes=64M")) {
                System.err.printf("Round %d: %s%n", round, peer.name());
                try (Server server = Server.startControlled(peer, port)) {
                    // The code is to be warm.
                    replay(server, "warm", members, peer.name(), new Rounds());
                    replay(server, STORED, members, peer.name(), rounds);
                }
            }
        }
        rounds.print(options, System.out,
                String.format("%,d members join at once, each gets %d messages of %,d bytes", members, messages,
                        size));
    }

    private void replay(Server server, String group, int joining, String column, Rounds rounds)
            throws IOException, InterruptedException {
        server.ask("send", "group=" + group, "messages=" + messages, "size=" + size, "store=true");
        try (Crowd live = new Crowd(port, LIVE).connect(1); Crowd joiners = new Crowd(port, group)) {
            Measurement before = server.ask("watch");
            CompletableFuture<Measurement> sending = server.tell("send", "group=" + LIVE, "every=10", "seconds=5");
            TimeUnit.MILLISECONDS.sleep(100);
            long start = System.nanoTime();
            joiners.connectAtOnce(joining);
            joiners.await(PATIENCE_SECONDS, listener -> listener.last() == messages - 1);
            double seconds = (joiners.max(Listener::lastAt) - start) / 1e9;
            Measurement sent = sending.join();
            live.await(PATIENCE_SECONDS, listener -> listener.last() == sent.get("last"));
            Measurement watched = server.ask("watched");
            rounds.add(column, "seconds until all had all", seconds);
            rounds.add(column, "members without all of it", joiners.count(
                    listener -> listener.hasEnded() || listener.messages() != messages || listener.wrong() > 0));
            rounds.add(column, "the slowest live message, ms", live.max(Listener::worstNanos) / 1e6);
            rounds.add(column, "worst wait on an event loop, ms", watched.get("worst") / 1000);
            rounds.add(column, "the event loop's own work in one go, ms", watched.get("cpu") / 1000);
            more(column, "heap, more at the most, MB", "heapAfterGc", watched, "heap", before, rounds);
            more(column, "heap, more at the most with garbage, MB", "heapPeak", watched, "heap", before, rounds);
            more(column, "heap, more while all are connected, MB", "heap", watched, "heap", before, rounds);
            more(column, "direct memory, more at the most, MB", "directPeak", watched, "direct", before, rounds);
        }
    }

    private static void more(String column, String figure, String key, Measurement after, String keyBefore,
            Measurement before, Rounds rounds) {
        rounds.add(column, figure, (after.get(key) - before.get(keyBefore)) / Rounds.MEGABYTE);
    }
}
