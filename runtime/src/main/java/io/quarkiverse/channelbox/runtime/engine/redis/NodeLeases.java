package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;

/**
 * Which nodes are alive: each renews its lease every {@value #RENEWAL_MILLIS} ms, and one whose lease is over is dead. What it
 * leaves behind in Redis the others remove, all of them the same, so that it does not matter which of them does. Used on the
 * engine's loop.
 */
final class NodeLeases {

    private static final Logger LOG = Logger.getLogger(NodeLeases.class);

    static final long RENEWAL_MILLIS = 5_000;
    static final long LEASE_MILLIS = 3 * RENEWAL_MILLIS;
    /** How long after its end the remains of a node are left alone, in case that it was only slow. */
    private static final long REMAINS_MILLIS = 2 * LEASE_MILLIS;

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    /** Called when Redis, or other nodes, may have forgotten who is on this node: they have to be told everything. */
    private final Runnable onForgotten;
    private final Consumer<String> onDeath;
    private Set<String> others = new HashSet<>();
    private boolean stopped;
    /** When the lease was renewed the last time, in nanoseconds, and on which run of the server. */
    private long renewed = System.nanoTime() - LEASE_MILLIS * 1_000_000;
    private String renewedOn = "";
    /** It is to be as if Redis had forgotten this node. */
    private boolean forgotten;
    private boolean renewing;

    NodeLeases(EngineLoop loop, RedisLink link, RedisKeys keys, String node, Runnable onForgotten, Consumer<String> onDeath) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.node = node;
        this.onForgotten = onForgotten;
        this.onDeath = onDeath;
    }

    void up() {
        tick(link.generation());
    }

    /** Redis does not know who is on this node any more, nor do the others: all of it is removed and told again. */
    void forget() {
        forgotten = true;
        if (!renewing) {
            renewNow();
        }
    }

    private void tick(int connection) {
        if (stopped || connection != link.generation()) {
            return;
        }
        renewNow();
        loop.after(RENEWAL_MILLIS, () -> tick(connection));
    }

    private void renewNow() {
        renewing = true;
        renew().onComplete(renewal -> {
            renewing = false;
            if (renewal.failed()) {
                LOG.debug("The lease of this node was not renewed", renewal.cause());
            }
        });
    }

    private Future<Void> renew() {
        long now = link.serverTime(keys.nodes());
        String run = link.runId(keys.nodes());
        return link.send(Command.ZADD, keys.nodes(), now + LEASE_MILLIS, node).compose(added -> {
            boolean wasForgotten = forgotten || added.toInteger() == 1 || !run.equals(renewedOn)
            // The others may have taken it for dead, and told their members.
                    || System.nanoTime() - renewed > (LEASE_MILLIS - RENEWAL_MILLIS / 2) * 1_000_000;
            return wasForgotten ? removeGroups(node) : Future.succeededFuture();
        }).compose(removed -> {
            if (removed != null) {
                forgotten = false;
                onForgotten.run();
            }
            renewed = System.nanoTime();
            renewedOn = run;
            return readOthers();
        }).compose(read -> range("-inf", Long.toString(now - REMAINS_MILLIS))).map(dead -> {
            dead.forEach(this::bury);
            return null;
        });
    }

    /** The nodes that are alive, but this one. */
    Future<Set<String>> readOthers() {
        return range(Long.toString(link.serverTime(keys.nodes())), "+inf").map(alive -> {
            Set<String> now = new HashSet<>(alive);
            now.remove(node);
            Set<String> gone = new HashSet<>(others);
            gone.removeAll(now);
            others = now;
            gone.forEach(onDeath);
            return now;
        });
    }

    /** A node has told something of itself: from now on it is noticed when its lease is over. */
    void seen(String other) {
        others.add(other);
    }

    /** A node has said that it ends. */
    void goodbye(String other) {
        if (others.remove(other)) {
            onDeath.accept(other);
        }
    }

    private Future<List<String>> range(String from, String to) {
        return link.send(Command.ZRANGEBYSCORE, keys.nodes(), from, to)
                .map(names -> names.stream().map(Response::toString).toList());
    }

    private void bury(String dead) {
        LOG.debugf("Node %s has ended without saying so", dead);
        removeGroups(dead).compose(deleted -> link.send(Command.ZREM, keys.nodes(), dead))
                .onFailure(problem -> LOG.debugf(problem, "The remains of node %s were not removed", dead));
    }

    /** What Redis knows of a node's members, which may be older than the node's own last word. */
    private Future<Response> removeGroups(String of) {
        return removeMembers(of).compose(groups -> link.send(Command.DEL, keys.nodeGroups(of)));
    }

    private Future<Void> removeMembers(String dead) {
        return Scan.pages(link, Command.HSCAN, keys.nodeGroups(dead), groups -> {
            List<Future<Response>> deleted = new ArrayList<>();
            for (int i = 0; i < groups.size(); i += 2) {
                deleted.add(link.send(Command.DEL, keys.members(groups.get(i).toString(), dead)));
            }
            return Future.all(deleted);
        });
    }

    /** This node ends. */
    Future<Void> release() {
        stopped = true;
        return removeGroups(node).compose(deleted -> link.send(Command.ZREM, keys.nodes(), node))
                .mapEmpty();
    }
}
