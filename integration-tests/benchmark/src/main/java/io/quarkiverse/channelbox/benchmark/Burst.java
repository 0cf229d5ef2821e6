package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.benchmark.load.Crowd;
import io.quarkiverse.channelbox.benchmark.load.Listener;
import io.quarkiverse.channelbox.benchmark.load.Options;
import io.quarkiverse.channelbox.benchmark.load.ProcessUse;

/**
 * What a publisher does to the server that sends as fast as it may: one worker, one group, members that all read. Run it with
 * {@code integration-tests/benchmark/run burst}. The arguments are {@code key=value} pairs: {@code members} (several separated
 * by commas), {@code seconds}, {@code size}, {@code rounds}, {@code forget=false} leaves out what does not wait for receipts,
 * and {@code baseline} is the path of another checkout that was built, which sends as many messages as this one did.
 */
public final class Burst {

    private static final String GROUP = "burst";
    /** The members share their machine with the server, which would cut them off if they fell behind. */
    private static final String PATIENT = "-Dquarkus.channel-box.max-buffered=64M";
    private static final int PATIENCE_SECONDS = 120;

    private final Options options;
    private final int port = Server.freePort();

    private Burst(Options options) throws IOException {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Burst(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        for (String members : options.text("members", "400,1500").split(",")) {
            Rounds rounds = new Rounds();
            rounds.limit("worst wait on an event loop, ms", "≤ 20");
            rounds.limit("newcomer's first message after, ms", "≤ 250");
            rounds.limit("bytes that waited, MB", "≤ max-pending, 64");
            rounds.limit("seconds until all had all", "≤ 1.1 × baseline");
            for (int round = 1; round <= options.number("rounds", 1); round++) {
                System.err.printf("Round %d, %s members%n", round, members);
                round(Integer.parseInt(members), rounds);
            }
            rounds.print(options, System.out, String.format("%s members, %d seconds, messages of %d bytes", members,
                    options.number("seconds", 5), size()));
        }
    }

    private int size() {
        return options.number("size", 1024);
    }

    private void round(int members, Rounds rounds) throws IOException, InterruptedException {
        String sent = "seconds=" + options.number("seconds", 5);
        for (Peer peer : Compared.peers(options, port, PATIENT)) {
            try (Server server = Server.startControlled(peer, port)) {
                try (Crowd crowd = new Crowd(port, GROUP).connect(members)) {
                    // The code is to be warm.
                    long first = (long) deliver(server, crowd, "seconds=2").get("sent");
                    sent = "messages=" + measure(server, crowd, peer.name(), rounds, sent, "first=" + first);
                }
                if (peer.name().equals(Compared.OWN) && !options.text("forget", "true").equals("false")) {
                    forget(server, members, peer.name() + ", sendAndForget", rounds);
                }
            }
        }
    }

    private long measure(Server server, Crowd crowd, String column, Rounds rounds, String... what)
            throws IOException, InterruptedException {
        server.ask("watch");
        long cpu = ProcessUse.cpuNanos(server.pid());
        long writes = ProcessUse.writes(server.pid());
        CompletableFuture<Measurement> sending = send(server, what);
        TimeUnit.MILLISECONDS.sleep(options.number("seconds", 5) * 500L);
        try (Crowd newcomer = new Crowd(port, GROUP)) {
            newcomer.connectAtOnce(1);
            Measurement sent = sending.join();
            awaitLast(crowd, sent);
            long messages = (long) sent.get("sent");
            rounds.add(column, "receipts", messages);
            rounds.add(column, "messages a second", messages / (sent.get("nanos") / 1e9));
            double seconds = (crowd.max(Listener::lastAt) - sent.get("start")) / 1e9;
            rounds.add(column, "seconds until all had all", seconds);
            rounds.add(column, "µs for each message delivered", seconds * 1e6 / messages / crowd.count(listener -> true));
            rounds.add(column, "CPU of the server for each, µs",
                    (ProcessUse.cpuNanos(server.pid()) - cpu) / 1e3 / messages / crowd.count(listener -> true));
            rounds.add(column, "messages in a write, on average",
                    (double) messages * crowd.count(listener -> true) / (ProcessUse.writes(server.pid()) - writes));
            watched(server, column, rounds);
            if (newcomer.count(listener -> listener.messages() > 0) > 0) {
                rounds.add(column, "newcomer's first message after, ms", newcomer.max(Listener::nanosToFirst) / 1e6);
            }
            faults(crowd, column, rounds);
            return messages;
        }
    }

    /** Whoever does not wait for receipts is refused, and what waits does not grow. */
    private void forget(Server server, int members, String column, Rounds rounds) throws IOException, InterruptedException {
        try (Crowd crowd = new Crowd(port, GROUP).connect(members)) {
            server.ask("watch");
            Measurement sent = deliver(server, crowd, "seconds=" + options.number("seconds", 5), "forget=true");
            Measurement watched = watched(server, column, rounds);
            rounds.add(column, "sends", sent.get("sent"));
            rounds.add(column, "OverloadedException", watched.get("failures"));
            rounds.add(column, "members that lost messages otherwise", crowd.count(
                    listener -> listener.messages() != sent.get("sent") - watched.get("failures") || listener.hasEnded()));
        }
    }

    private Measurement watched(Server server, String column, Rounds rounds) {
        Measurement watched = server.ask("watched");
        rounds.add(column, "worst wait on an event loop, ms", watched.get("worst") / 1000);
        rounds.add(column, "the event loop's own work in one go, ms", watched.get("cpu") / 1000);
        rounds.add(column, "p99 of the wait, ms", watched.get("p99") / 1000);
        rounds.add(column, "worst wait of a thread that does nothing, ms", watched.get("hiccup") / 1000);
        if (watched.get("waiting") >= 0) {
            rounds.add(column, "bytes that waited, MB", watched.get("waiting") / Rounds.MEGABYTE);
        }
        rounds.add(column, "heap afterwards, MB", watched.get("heap") / Rounds.MEGABYTE);
        rounds.add(column, "heap after a collection at the most, MB", watched.get("heapAfterGc") / Rounds.MEGABYTE);
        rounds.add(column, "direct memory at the most, MB", watched.get("directPeak") / Rounds.MEGABYTE);
        return watched;
    }

    private void faults(Crowd crowd, String column, Rounds rounds) {
        rounds.add(column, "members cut off", crowd.count(Listener::hasEnded));
        rounds.add(column, "messages out of order", crowd.values(Listener::wrong).sum());
    }

    private CompletableFuture<Measurement> send(Server server, String... more) {
        return server.tell("send", Stream.concat(Stream.of("group=" + GROUP, "size=" + size()), Stream.of(more))
                .toArray(String[]::new));
    }

    private Measurement deliver(Server server, Crowd crowd, String... more) throws InterruptedException {
        Measurement sent = send(server, more).join();
        awaitLast(crowd, sent);
        return sent;
    }

    private static void awaitLast(Crowd crowd, Measurement sent) throws InterruptedException {
        if (!crowd.await(PATIENCE_SECONDS, listener -> listener.last() == sent.get("last"))) {
            System.err.println("Not all got the last message in time");
        }
    }
}
