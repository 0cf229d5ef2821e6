package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.benchmark.load.CommandClient;
import io.quarkiverse.channelbox.benchmark.load.CommandClient.Phase;
import io.quarkiverse.channelbox.benchmark.load.Dialect;
import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * What it costs to ask the server for something over a WebSocket and to get the answer, here and elsewhere. Run it with
 * {@code integration-tests/benchmark/run commands}. The arguments are {@code key=value} pairs: {@code rounds}, {@code peers} (a
 * part of their names, several separated by commas), {@code warmup} and {@code seconds} of each measurement,
 * {@code connections}, {@code inFlight} on each of them, {@code bytes} of the payload.
 */
public final class Commands {

    private static final String MEDIAN = "round trip, p50, µs";
    private static final String P99 = "round trip, p99, µs";
    private static final String CPU_ALONE = "CPU of the server for each command, one at a time, µs";
    private static final String CPU = "CPU of the server for each command, many at a time, µs";

    /** What the others are compared with; where it is measured as well. */
    private static final Map<String, String> REFERENCES = new LinkedHashMap<>();
    static {
        REFERENCES.put("channel-box, event", "Bun, invoke");
        REFERENCES.put("channel-box, event on a worker thread", "Bun, invoke");
        REFERENCES.put("Socket.IO, emitWithAck", "Bun, invoke");
        REFERENCES.put("ws, invoke", "Bun, invoke");
        REFERENCES.put("WebSockets Next, @OnTextMessage", "Bun, invoke");
        REFERENCES.put("channel-box, publish", "Bun, invoke that publishes");
        REFERENCES.put("channel-box, relay", "Bun, relay");
    }

    private final Options options;
    private final int connections;
    private final int inFlight;
    private final int bytes;
    private final int seconds;
    private final Rounds rounds = new Rounds();

    private Commands(Options options) {
        this.options = options;
        connections = options.number("connections", 100);
        inFlight = options.number("inFlight", 4);
        bytes = options.number("bytes", 128);
        seconds = options.number("seconds", 4);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Commands(new Options(arguments)).run();
    }

    private record Target(Peer peer, int port, Server server) {

        CommandClient connect(int connections, int bytes) throws IOException {
            Dialect dialect = Dialect.valueOf(new Options(peer.protocol()).text("protocol", null));
            return new CommandClient(server.pid()).connect(port, peer.path(), dialect, connections, bytes);
        }
    }

    private void run() throws IOException, InterruptedException {
        for (String figure : List.of(MEDIAN, P99, CPU_ALONE, CPU)) {
            rounds.limit(figure, "≤ Socket.IO's, ws's");
        }
        List<Target> targets = new ArrayList<>();
        try {
            start(targets);
            for (Target target : targets) {
                System.err.printf("Warming up: %s%n", target.peer().name());
                warmUp(target);
            }
            // They take turns, so that a change of the machine's mood meets all of them.
            for (int round = 1; round <= options.number("rounds", 5); round++) {
                for (Target target : targets) {
                    System.err.printf("Round %d: %s%n", round, target.peer().name());
                    measure(target);
                }
            }
        } finally {
            for (Target target : targets) {
                target.server().close();
            }
        }
        rounds.printBySubject(options, System.out,
                String.format("Commands of %d bytes: one on one connection, then %d at a time on each of %d connections", bytes,
                        inFlight, connections));
        ratios();
    }

    /** Each round is compared with itself, so that the machine's mood is not in it. */
    private void ratios() {
        Table table = new Table(options, "The same, times that of Bun (events and the relay should be at most 1.2 times)",
                List.of("Server", "compared with", MEDIAN, CPU_ALONE, CPU));
        REFERENCES.forEach((name, reference) -> {
            if (!rounds.values(CPU, name).isEmpty() && !rounds.values(CPU, reference).isEmpty()) {
                table.row(List.of(name, reference, rounds.ratio(MEDIAN, name, reference),
                        rounds.ratio(CPU_ALONE, name, reference), rounds.ratio(CPU, name, reference)));
            }
        });
        table.print(System.out);
    }

    private void start(List<Target> targets) throws IOException, InterruptedException {
        for (int i = 0; i < Peer.commands(0).size(); i++) {
            int port = Server.freePort();
            Peer peer = Peer.commands(port).get(i);
            if (!options.selects("peers", peer.name())) {
                continue;
            }
            if (!peer.canStart()) {
                System.err.printf("%s: not installed: %s is missing%n", peer.name(), peer.needs());
                continue;
            }
            Target target = new Target(peer, port, Server.start(peer, port, Redirect.DISCARD));
            targets.add(target);
            if (!target.server().awaitPort()) {
                throw new IOException(peer.name() + " did not start");
            }
        }
    }

    private void warmUp(Target target) throws IOException {
        try (CommandClient client = target.connect(connections, bytes)) {
            int warmup = options.number("warmup", 30);
            client.call(connections, inFlight, warmup * 2 / 3);
            client.call(1, 1, warmup / 3);
        }
    }

    private void measure(Target target) throws IOException {
        String name = target.peer().name();
        try (CommandClient client = target.connect(connections, bytes)) {
            // What it takes to open the connections is over, and the caches have what they need.
            client.call(connections, inFlight, 1);
            Phase alone = client.call(1, 1, seconds);
            Phase many = client.call(connections, inFlight, seconds);
            rounds.add(name, MEDIAN, alone.roundTrips().percentile(.5));
            rounds.add(name, P99, alone.roundTrips().percentile(.99));
            rounds.add(name, CPU_ALONE, alone.micros());
            rounds.add(name, CPU, many.micros());
            rounds.add(name, "commands a second, many at a time", many.commands() / many.seconds());
            rounds.add(name, "round trip then, p99, µs", many.roundTrips().percentile(.99));
        }
    }
}
