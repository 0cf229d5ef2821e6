package io.quarkiverse.channelbox.testclient;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A Redis Cluster, all servers processes of their own: masters that share the slots, each with a replica if that is wanted. */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;

    private final List<RedisServer> masters = new ArrayList<>();
    private final List<RedisServer> replicas = new ArrayList<>();

    private RedisCluster() {
    }

    public static RedisCluster start(int size, boolean withReplicas) {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < size; i++) {
                cluster.masters.add(server());
                if (withReplicas) {
                    cluster.replicas.add(server());
                }
            }
            cluster.join();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static RedisServer server() {
        // It has a second port, which is this one and 10,000: another server may have it.
        for (int attempt = 0;; attempt++) {
            try {
                return RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
            } catch (IllegalStateException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    private void join() {
        RedisServer first = masters.get(0);
        for (int i = 0; i < masters.size(); i++) {
            List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (int slot = i * SLOTS / masters.size(); slot < (i + 1) * SLOTS / masters.size(); slot++) {
                command.add(Integer.toString(slot));
            }
            ok(masters.get(i).command(command.toArray(String[]::new)));
        }
        for (RedisServer server : all()) {
            ok(server.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(all().indexOf(server) + 1)));
            if (server != first) {
                ok(server.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(first.port())));
            }
        }
        await("all know all", () -> all().stream()
                .allMatch(server -> server.command("CLUSTER", "INFO").contains("cluster_known_nodes:" + all().size())));
        for (int i = 0; i < replicas.size(); i++) {
            ok(replicas.get(i).command("CLUSTER", "REPLICATE", id(masters.get(i))));
        }
        await("the cluster is complete", () -> all().stream()
                .allMatch(server -> server.command("CLUSTER", "INFO").contains("cluster_state:ok")));
        await("the replicas have joined", () -> replicas.stream()
                .allMatch(server -> server.command("INFO", "replication").contains("master_link_status:up")));
    }

    private static void ok(String reply) {
        if (!reply.startsWith("+OK")) {
            throw new IllegalStateException(reply);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("It did not come about that " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static String id(RedisServer server) {
        return server.command("CLUSTER", "MYID").lines().skip(1).findFirst().orElseThrow();
    }

    public List<RedisServer> masters() {
        return masters;
    }

    /** The replica of each master. */
    public List<RedisServer> replicas() {
        return replicas;
    }

    private List<RedisServer> all() {
        List<RedisServer> all = new ArrayList<>(masters);
        all.addAll(replicas);
        return all;
    }

    /** As a client is configured with it: some servers, by which it finds the others. */
    public List<String> urls() {
        return masters.stream().map(server -> "redis://127.0.0.1:" + server.port()).toList();
    }

    /** The master that had the slot of a key at the start. */
    public RedisServer masterOf(String key) {
        return masters.get(masters.size() - 1 - (SLOTS - 1 - slot(key)) * masters.size() / SLOTS);
    }

    public int slot(String key) {
        return Integer.parseInt(masters.get(0).command("CLUSTER", "KEYSLOT", key).substring(1).strip());
    }

    /** Gives a slot with all its keys to another master, as a cluster does that is made larger. */
    public void move(int slot, RedisServer from, RedisServer to) {
        String number = Integer.toString(slot);
        ok(to.command("CLUSTER", "SETSLOT", number, "IMPORTING", id(from)));
        ok(from.command("CLUSTER", "SETSLOT", number, "MIGRATING", id(to)));
        List<String> keys = keys(from, number);
        while (!keys.isEmpty()) {
            for (String key : keys) {
                ok(from.command("MIGRATE", "127.0.0.1", Integer.toString(to.port()), key, "0", "5000"));
            }
            keys = keys(from, number);
        }
        for (RedisServer server : List.of(to, from)) {
            ok(server.command("CLUSTER", "SETSLOT", number, "NODE", id(to)));
        }
    }

    private static List<String> keys(RedisServer server, String slot) {
        return server.command("CLUSTER", "GETKEYSINSLOT", slot, "100").lines()
                .filter(line -> !line.startsWith("*") && !line.startsWith("$")).toList();
    }

    @Override
    public void close() {
        all().forEach(RedisServer::close);
    }
}
