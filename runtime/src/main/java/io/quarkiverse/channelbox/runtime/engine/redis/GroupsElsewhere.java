package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.vertx.core.json.JsonObject;

/**
 * Which groups have members on other nodes, where the application wants to know. It is read when Redis is there, and then kept
 * up to date by what the nodes tell. What is not in Redis any more is believed to be gone only after a while, since Redis may
 * have forgotten it, and nodes that were taken for dead may only have been slow. Used on the engine's loop.
 */
final class GroupsElsewhere {

    /** A message that begins with it tells which groups have members on a node. */
    static final byte TYPE = 'o';
    private static final long RETRY_MILLIS = 1_000;
    /** In which nodes that are alive write again what Redis has forgotten. */
    private static final long DOUBT_MILLIS = 2 * NodeLeases.RENEWAL_MILLIS;
    private static final Logger LOG = Logger.getLogger(GroupsElsewhere.class);

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final String ownNode;
    private final NodeLeases leases;
    private final RemoteMembers members;
    private final Map<String, Set<String>> byNode = new HashMap<>();
    /** By group, on how many nodes it has members. */
    private final Map<String, Integer> nodesOf = new HashMap<>();
    /** What a node tells that tells all, until it has. */
    private final Map<String, Set<String>> incomplete = new HashMap<>();
    /** Nodes that may be dead. */
    private final Set<String> doubtful = new HashSet<>();
    /** What was told while it is read: what is read may be older. */
    private List<Runnable> meanwhile;
    private NodeListener local;

    GroupsElsewhere(EngineLoop loop, RedisLink link, RedisKeys keys, String ownNode, NodeLeases leases, RemoteMembers members) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.ownNode = ownNode;
        this.leases = leases;
        this.members = members;
    }

    /** Called before the link is there. */
    void start(NodeListener nodeListener) {
        local = nodeListener;
        if (local.observesGroups()) {
            link.listenTo(keys.occupancyChannel());
        }
    }

    void up() {
        if (local.observesGroups()) {
            read(link.generation(), false);
        }
    }

    private void read(int connection, boolean isComplete) {
        if (connection != link.generation()) {
            return;
        }
        List<Runnable> told = new ArrayList<>();
        meanwhile = told;
        members.groupsByNode().onComplete(result -> {
            if (meanwhile != told) {
                return;
            }
            meanwhile = null;
            if (result.succeeded()) {
                merge(result.result(), isComplete);
            } else {
                LOG.debug("The groups of other nodes were not read", result.cause());
            }
            told.forEach(Runnable::run);
            if (result.failed()) {
                loop.after(RETRY_MILLIS, () -> read(connection, isComplete));
            } else if (!isComplete) {
                loop.after(DOUBT_MILLIS, () -> read(connection, true));
            }
        });
    }

    private void merge(Map<String, Set<String>> read, boolean isComplete) {
        read.forEach((node, groups) -> {
            Set<String> now = new HashSet<>(groups);
            if (!isComplete) {
                now.addAll(byNode.getOrDefault(node, Set.of()));
            }
            set(node, now);
        });
        if (isComplete) {
            List.copyOf(byNode.keySet()).stream().filter(node -> !read.containsKey(node)).forEach(node -> set(node, Set.of()));
        }
    }

    private void afterReading(Runnable change) {
        if (meanwhile == null) {
            change.run();
        } else {
            meanwhile.add(change);
        }
    }

    /** A node told which groups have members on it. */
    void told(JsonObject news) {
        String node = news.getString("node");
        if (node.equals(ownNode)) {
            return;
        }
        leases.seen(node);
        doubtful.remove(node);
        afterReading(() -> take(node, news));
    }

    private void take(String node, JsonObject news) {
        if (news.getBoolean("first", false)) {
            incomplete.put(node, new HashSet<>());
        }
        Set<String> now = incomplete.getOrDefault(node, new HashSet<>(byNode.getOrDefault(node, Set.of())));
        now.addAll(MemberRegistry.strings(news.getJsonArray("occupied")));
        MemberRegistry.strings(news.getJsonArray("vacated")).forEach(now::remove);
        if (news.getBoolean("last", true)) {
            incomplete.remove(node);
            set(node, now);
        }
    }

    /** A node may be dead. */
    void died(String node) {
        if (byNode.containsKey(node) && doubtful.add(node)) {
            loop.after(NodeLeases.RENEWAL_MILLIS, () -> {
                if (doubtful.remove(node)) {
                    incomplete.remove(node);
                    afterReading(() -> set(node, Set.of()));
                }
            });
        }
    }

    private void set(String node, Set<String> now) {
        Set<String> before = byNode.getOrDefault(node, Set.of());
        if (now.isEmpty()) {
            byNode.remove(node);
        } else {
            byNode.put(node, now);
        }
        for (String group : now) {
            if (!before.contains(group) && nodesOf.merge(group, 1, Integer::sum) == 1) {
                local.occupiedElsewhere(group, true);
            }
        }
        for (String group : before) {
            if (!now.contains(group)
                    && nodesOf.computeIfPresent(group, (name, nodes) -> nodes == 1 ? null : nodes - 1) == null) {
                local.occupiedElsewhere(group, false);
            }
        }
    }
}
