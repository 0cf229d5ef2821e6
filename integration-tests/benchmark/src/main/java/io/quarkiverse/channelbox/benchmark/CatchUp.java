package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.benchmark.load.Crowd;
import io.quarkiverse.channelbox.benchmark.load.Listener;
import io.quarkiverse.channelbox.benchmark.load.Options;
import io.quarkiverse.channelbox.benchmark.load.ProcessUse;

/**
 * What members cost that stop reading while a stored group goes on, with {@code slow-consumer=catch-up}, and whether they get
 * what is theirs when they read again: all that the log has then, and a frame {@code gap} for the rest. Run it with
 * {@code integration-tests/benchmark/run catchup}. The arguments are {@code key=value} pairs: {@code members},
 * {@code messages}, {@code size}, {@code kept} (how many messages the log holds), {@code rounds}.
 */
public final class CatchUp {

    private static final String GROUP = "stored";
    private static final int PATIENCE_SECONDS = 90;
    /** So that the kernel takes only that much for a member that does not read. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final Options options;
    private final int port = Server.freePort();
    private final int members;
    private final int messages;
    private final int size;
    private final int kept;
    private final Peer peer;

    private CatchUp(Options options) throws IOException {
        this.options = options;
        members = options.number("members", 1000);
        messages = options.number("messages", 10_000);
        size = options.number("size", 10_000);
        kept = options.number("kept", 1000);
        peer = Peer.channelBox(port, "-Dquarkus.channel-box.slow-consumer=catch-up", "-Dquarkus.channel-box.pong-timeout=10m",
                "-Dquarkus.channel-box.ping-interval=10m", "-Dquarkus.http.idle-timeout=20m",
                "-Dquarkus.channel-box.presence.enabled=false",
                "-Dquarkus.channel-box.history.size=" + kept, "-Dquarkus.channel-box.history.max-bytes=256M")
                .withFixedYoungGeneration();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new CatchUp(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        Rounds rounds = new Rounds();
        rounds.limit("resident, MB", "≤ without them + 40");
        rounds.limit("members cut off", "0");
        rounds.limit("members that got all that the log has, and were told of the rest", String.valueOf(members));
        for (int round = 1; round <= options.number("rounds", 1); round++) {
            System.err.printf("Round %d%n", round);
            measure(0, "without them", rounds);
            measure(members, "they do not read", rounds);
        }
        rounds.print(options, System.out,
                String.format("%,d members, %,d messages of %,d bytes pass, of which the log holds %,d", members,
                        messages, size, kept));
    }

    private void measure(int stalled, String column, Rounds rounds) throws IOException, InterruptedException {
        try (Server server = Server.startControlled(peer, port);
                Crowd reader = new Crowd(port, GROUP).connect(1);
                Crowd crowd = new Crowd(port, GROUP, "channelbox.v1", RECEIVE_BUFFER).connect(stalled)) {
            crowd.reads(false);
            Measurement before = server.ask("watch");
            Measurement sent = server.ask("send", "group=" + GROUP, "messages=" + messages, "size=" + size, "store=true");
            reader.await(PATIENCE_SECONDS, listener -> listener.last() == messages - 1);
            rounds.add(column, "seconds for all messages", sent.get("nanos") / 1e9);
            rounds.add(column, "resident, MB", ProcessUse.residentBytes(server.pid()) / Rounds.MEGABYTE);
            Measurement watched = server.ask("watched");
            rounds.add(column, "heap, more, MB", (watched.get("heap") - before.get("heap")) / Rounds.MEGABYTE);
            rounds.add(column, "direct memory, more, MB", (watched.get("direct") - before.get("direct")) / Rounds.MEGABYTE);
            if (stalled > 0) {
                readAgain(server, crowd, column, rounds);
            }
        }
    }

    private void readAgain(Server server, Crowd crowd, String column, Rounds rounds)
            throws IOException, InterruptedException {
        double inLog = server.ask("history", "group=" + GROUP).get("messages");
        server.ask("watch");
        long start = System.nanoTime();
        crowd.reads(true);
        crowd.await(PATIENCE_SECONDS, listener -> listener.last() == messages - 1);
        // Nothing may come after the last one.
        TimeUnit.MILLISECONDS.sleep(500);
        Measurement watched = server.ask("watched");
        rounds.add(column, "seconds until all had all when they read again", (crowd.max(Listener::lastAt) - start) / 1e9);
        rounds.add(column, "worst wait on an event loop then, ms", watched.get("worst") / 1000);
        rounds.add(column, "the event loop's own work in one go then, ms", watched.get("cpu") / 1000);
        rounds.add(column, "resident then, MB", ProcessUse.residentBytes(server.pid()) / Rounds.MEGABYTE);
        rounds.add(column, "members cut off", crowd.count(Listener::hasEnded));
        rounds.add(column, "messages in the log", inLog);
        rounds.add(column, "messages that a member got, on average", crowd.values(Listener::messages).average().orElse(0));
        rounds.add(column, "messages that it was told are missing, on average",
                crowd.values(Listener::missed).average().orElse(0));
        rounds.add(column, "frames gap of a member, at the most", crowd.max(Listener::gaps));
        rounds.add(column, "members that were not told of a missing message", crowd.count(listener -> listener.wrong() > 0));
        rounds.add(column, "members that got all that the log has, and were told of the rest",
                crowd.count(listener -> isRight(listener, (long) inLog)));
    }

    /** All that it did not get before is one gap up to what the log has, or there is none. */
    private boolean isRight(Listener listener, long inLog) {
        return !listener.hasEnded() && listener.wrong() == 0 && listener.messages() + listener.missed() == messages
                && listener.last() == messages - 1
                && (listener.gaps() == 0 || listener.gaps() == 1 && listener.afterGap() == messages - inLog);
    }
}
