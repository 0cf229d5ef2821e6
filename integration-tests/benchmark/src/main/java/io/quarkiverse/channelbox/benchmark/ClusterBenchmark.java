package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.quarkiverse.channelbox.benchmark.load.Options;

/**
 * What it costs to share groups through Redis: the same load on one node with the local engine, and on one, two and three nodes
 * with Redis, all on this machine. Run it with {@code integration-tests/benchmark/run cluster}; {@code redis-server} has to be
 * installed. The arguments are {@code key=value} pairs: {@code seconds}, {@code warmup}, {@code workloads}.
 */
public final class ClusterBenchmark {

    private static final int MAX_NODES = 3;
    /** With fewer sends a second, Redis is busier with its own affairs. */
    private static final int MEASURABLE = 100;

    /**
     * The first one shows what the fan-out to a node's own members costs, next to which that of one send is nothing; the last
     * one the send itself, to groups of one member.
     */
    private static final List<Workload> WORKLOADS = List.of(
            new Workload("1 × 9,000, 1 in flight", 1, 9000, 128, "inFlight=1"),
            new Workload("1 × 1,000, 4 in flight", 1, 1000, 128, "inFlight=4"),
            new Workload("100 × 10, 4 in flight", 100, 10, 128, "inFlight=4"),
            new Workload("steady 20,000/s", 1, 1000, 128, "rate=20000"),
            new Workload("300 × 1, 1 in flight", 300, 1, 128, "inFlight=1"));

    private final Options options;

    private ClusterBenchmark(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new ClusterBenchmark(new Options(arguments)).run();
    }

    private void run() throws IOException, InterruptedException {
        System.out.println("| workload | nodes | sends/s | deliveries/s | server CPU per delivery, µs |"
                + " Redis CPU per send, µs | p50, ms | p99, ms |");
        System.out.println("| --- |" + " --- |".repeat(7));
        for (Workload workload : WORKLOADS) {
            if (options.selects("workloads", workload.name())) {
                measure(workload, 0);
                for (int nodes = 1; nodes <= Math.min(MAX_NODES, workload.connections()); nodes++) {
                    measure(workload, nodes);
                }
            }
        }
    }

    /** @param nodes 0: one, with the local engine */
    private void measure(Workload workload, int nodes) throws IOException, InterruptedException {
        int redisPort = Server.freePort();
        Process redis = new ProcessBuilder(System.getenv().getOrDefault("REDIS_SERVER", "redis-server"), "--port",
                String.valueOf(redisPort), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
                .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
        List<Server> servers = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < Math.max(1, nodes); i++) {
                ports.add(Server.freePort());
                servers.add(Server.start(peer(ports.get(i), nodes, redisPort), ports.get(i), Redirect.DISCARD));
                if (!servers.get(i).awaitPort()) {
                    throw new IOException("A node did not start");
                }
            }
            List<String> load = new ArrayList<>(workload.options(options.number("warmup", 15), options.number("seconds", 10)));
            load.add("helper=" + redis.pid());
            print(workload, nodes, Load.run("/channel-box", joined(ports), "protocol=PLAIN",
                    joined(servers.stream().map(Server::pid).toList()), load));
        } finally {
            for (Server server : servers) {
                server.close();
            }
            redis.destroy();
            redis.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static Peer peer(int port, int nodes, int redisPort) {
        return nodes == 0 ? Peer.channelBox(port)
                : Peer.channelBox(port, "-Dquarkus.channel-box.engine=redis",
                        "-Dquarkus.redis.hosts=redis://127.0.0.1:" + redisPort);
    }

    private static String joined(List<?> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static void print(Workload workload, int nodes, Measurement m) {
        String name = nodes == 0 ? "1, local engine" : String.valueOf(nodes);
        if (m.failure() != null) {
            System.out.printf("| %s | %s | failed: %s |%n", workload.name(), name, m.failure());
            return;
        }
        double deliveries = m.get("deliveries") / m.get("seconds");
        double sends = deliveries / workload.members();
        String redis = nodes == 0 || sends < MEASURABLE ? "–"
                : String.format(Locale.ROOT, "%.1f", m.get("helperCpu") * 1e6 / sends);
        System.out.printf(Locale.ROOT, "| %s | %s | %,.0f | %,.0f | %.2f | %s | %s | %s |%n", workload.name(), name, sends,
                deliveries, m.micros(), redis, millis(workload, m, "p50"), millis(workload, m, "p99"));
    }

    private static String millis(Workload workload, Measurement m, String key) {
        return workload.isSteady() ? String.format(Locale.ROOT, "%.1f", m.get(key) / 1000) : "–";
    }
}
