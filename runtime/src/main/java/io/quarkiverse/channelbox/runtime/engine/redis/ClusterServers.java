package io.quarkiverse.channelbox.runtime.engine.redis;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.ZModem;

/**
 * The masters of a Redis Cluster. Each is connected to as if it were by itself, with the options of the application's client:
 * that client picks a server for each command on its own, so that subscriptions and what is published would come in any order.
 */
final class ClusterServers implements RedisServers {

    private static final Logger LOG = Logger.getLogger(ClusterServers.class);
    private static final int SLOTS = 16_384;
    private static final int DEFAULT_PORT = 6379;

    /** @param owners by slot, indexes of servers */
    private record Slots(List<ServerClients> servers, int[] owners) implements Topology {

        @Override
        public int serverOf(String key) {
            return owners[ZModem.generate(key)];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Slots slots && servers.equals(slots.servers) && Arrays.equals(owners, slots.owners);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(owners);
        }
    }

    private final EngineLoop loop;
    private final Vertx vertx;
    private final RedisOptions options;
    /** By address, {@code host:port}. */
    private final Map<String, ServerClients> clients = new HashMap<>();
    /** Where to ask: the servers that there were the last time, and those that are configured. */
    private Set<String> known = new LinkedHashSet<>();

    /** @param options of the application's client */
    ClusterServers(EngineLoop loop, Vertx vertx, RedisOptions options) {
        this.loop = loop;
        this.vertx = vertx;
        this.options = options;
        addConfigured();
    }

    private void addConfigured() {
        for (String endpoint : options.getEndpoints()) {
            URI uri = URI.create(endpoint);
            known.add(uri.getHost() + ':' + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()));
        }
    }

    @Override
    public int database() {
        // A cluster has no other one.
        return 0;
    }

    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public Future<Topology> find() {
        return ask(List.copyOf(known), 0);
    }

    /** Any server knows all; the first one that answers is taken at its word. */
    private Future<Topology> ask(List<String> addresses, int index) {
        String address = addresses.get(index);
        return loop.here(client(address).connectForCommands().compose(connection -> connection
                .send(Request.cmd(Command.CLUSTER).arg("SLOTS")).onComplete(answered -> connection.close())))
                .map(ranges -> parse(address, ranges))
                .recover(problem -> {
                    LOG.debugf(problem, "%s does not know the cluster", address);
                    return index + 1 < addresses.size() ? ask(addresses, index + 1) : Future.failedFuture(problem);
                });
    }

    private Topology parse(String asked, Response ranges) {
        Map<String, Integer> indexes = new LinkedHashMap<>();
        int[] owners = new int[SLOTS];
        Arrays.fill(owners, -1);
        for (Response range : ranges) {
            String address = address(asked, range.get(2));
            Integer index = indexes.putIfAbsent(address, indexes.size());
            Arrays.fill(owners, range.get(0).toInteger(), range.get(1).toInteger() + 1,
                    index == null ? indexes.size() - 1 : index);
        }
        if (Arrays.stream(owners).anyMatch(owner -> owner < 0)) {
            throw new IllegalStateException("The Redis Cluster of " + asked + " does not serve all slots");
        }
        known = new LinkedHashSet<>(indexes.keySet());
        addConfigured();
        closeUnknown();
        return new Slots(indexes.keySet().stream().map(this::client).toList(), owners);
    }

    /** A cluster may have had many servers in its life. Whoever is still connected to one that is gone finds that it is. */
    private void closeUnknown() {
        for (String address : List.copyOf(clients.keySet())) {
            if (!known.contains(address)) {
                clients.remove(address).close();
            }
        }
    }

    /** Of which servers there are clients. */
    Set<String> addresses() {
        return Set.copyOf(clients.keySet());
    }

    @Override
    public void close() {
        clients.values().forEach(ServerClients::close);
        clients.clear();
    }

    /** A server that does not know its own address is the one that was asked. */
    private static String address(String asked, Response server) {
        String host = server.get(0) == null ? "" : server.get(0).toString();
        return (host.isEmpty() ? asked.substring(0, asked.lastIndexOf(':')) : host) + ':' + server.get(1).toInteger();
    }

    private ServerClients client(String address) {
        return clients.computeIfAbsent(address, this::createClients);
    }

    private ServerClients createClients(String address) {
        URI first = URI.create(options.getEndpoint());
        String user = first.getRawUserInfo() == null ? "" : first.getRawUserInfo() + '@';
        String endpoint = first.getScheme() + "://" + user + address
                + (first.getRawQuery() == null ? "" : "?" + first.getRawQuery());
        return new ServerClients(vertx, new RedisOptions(options).setType(RedisClientType.STANDALONE)
                .setEndpoints(new ArrayList<>(List.of(endpoint))), address);
    }
}
