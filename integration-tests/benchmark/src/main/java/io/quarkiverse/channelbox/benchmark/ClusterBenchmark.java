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
        List<Workload> workloads = new ArrayList<>(Workload.ALL);
        workloads.add(new Workload("1 × 1, 64 in flight", 1, 1, 128, "inFlight=64"));
        for (Workload workload : workloads) {
            if (options.selects("workloads", workload.name()) && workload.connections() <= 1000) {
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
            List<String> load = new ArrayList<>(workload.options(options.number("warmup", 8), options.number("seconds", 5)));
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
        System.out.printf(Locale.ROOT, "| %s | %s | %,.0f | %,.0f | %.2f | %s | %s | %s |%n", workload.name(), name, sends,
                deliveries, m.micros(), nodes == 0 ? "–" : String.format(Locale.ROOT, "%.1f", m.get("helperCpu") * 1e6 / sends),
                millis(workload, m, "p50"), millis(workload, m, "p99"));
    }

    private static String millis(Workload workload, Measurement m, String key) {
        return workload.isSteady() ? String.format(Locale.ROOT, "%.1f", m.get(key) / 1000) : "–";
    }
}
