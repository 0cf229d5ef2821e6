package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;

/**
 * Who is in the groups on other nodes that members of this node are told of. It is read once, when somebody asks, and then kept
 * up to date by what the nodes tell each other on the channel of the group. Used on the engine's loop but for what is said
 * otherwise.
 */
final class RemoteMembers {

    /** The members of a group on another node. */
    private static final class There {
        private final Map<String, PresenceEntry> entries = new HashMap<>();
        private int size;
    }

    private static final class Watched {
        private final Map<String, There> nodes = new HashMap<>();
        /** Those that were told of while it was read: what was read of them may be older. */
        private Set<String> newer;
        private volatile Collection<PresenceEntry> known = List.of();
        private volatile int size;
    }

    private static final long RETRY_MILLIS = 1_000;
    private static final Logger LOG = Logger.getLogger(RemoteMembers.class);

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final String ownNode;
    private final NodeLeases leases;
    private final Subscriptions subscriptions;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private NodeListener local;

    RemoteMembers(EngineLoop loop, RedisLink link, RedisKeys keys, String ownNode, NodeLeases leases,
            Subscriptions subscriptions) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.ownNode = ownNode;
        this.leases = leases;
        this.subscriptions = subscriptions;
    }

    void start(NodeListener nodeListener) {
        local = nodeListener;
    }

    /** Any thread. */
    Collection<PresenceEntry> known(String group) {
        Watched state = watched.get(group);
        if (state == null) {
            loop.executeLater(() -> watch(group));
            return List.of();
        }
        return state.known;
    }

    /** Any thread. */
    int knownSize(String group) {
        Watched state = watched.get(group);
        return state == null ? 0 : state.size;
    }

    private void watch(String group) {
        boolean isActive = subscriptions.active(group) != null;
        if (!watched.containsKey(group) && (isActive || subscriptions.isPending(group))) {
            watched.put(group, new Watched());
            if (isActive) {
                read(group);
            }
        }
    }

    /** The group's messages come from now on: what was known before may be out of date. */
    void active(String group) {
        if (watched.containsKey(group)) {
            read(group);
        }
    }

    /** This node has no member of the group any more. */
    void forget(String group) {
        watched.remove(group);
    }

    private void read(String group) {
        Watched state = watched.get(group);
        state.newer = new HashSet<>();
        int most = local.maxPresence(group);
        leases.readOthers().compose(others -> sizes(group, others)).compose(sizes -> {
            boolean tooMany = sizes.values().stream().mapToInt(Integer::intValue).sum() > most;
            Map<String, There> read = new HashMap<>();
            List<Future<Void>> entries = new ArrayList<>();
            sizes.forEach((node, size) -> {
                There there = new There();
                there.size = size;
                if (size > 0) {
                    read.put(node, there);
                    if (!tooMany) {
                        entries.add(entries(group, node, there.entries));
                    }
                }
            });
            return Future.all(entries).map(read);
        }).onComplete(result -> {
            if (watched.get(group) != state) {
                return;
            }
            if (result.succeeded()) {
                merge(group, state, result.result());
            } else {
                LOG.debug("The members on other nodes were not read", result.cause());
                // When the link was lost they are read when the group is subscribed to again.
                loop.after(RETRY_MILLIS, () -> {
                    if (watched.get(group) == state && state.newer == null && subscriptions.active(group) != null) {
                        read(group);
                    }
                });
            }
            state.newer = null;
        });
    }

    private void merge(String group, Watched state, Map<String, There> read) {
        Map<String, There> after = new HashMap<>(read);
        state.nodes.forEach((node, there) -> {
            if (state.newer.contains(node)) {
                // Told of since: the reading is completed by it, not the reverse.
                There merged = after.getOrDefault(node, new There());
                merged.entries.putAll(there.entries);
                merged.entries.keySet().removeIf(id -> state.newer.contains('-' + id));
                merged.size = there.size;
                after.put(node, merged);
            }
        });
        state.nodes.clear();
        state.nodes.putAll(after);
        tell(group, state);
    }

    /** A node told of its members of a group. */
    void told(String group, JsonObject news) {
        Watched state = watched.get(group);
        String node = news.getString("node");
        if (state == null || node.equals(ownNode)) {
            return;
        }
        leases.seen(node);
        There there = state.nodes.computeIfAbsent(node, name -> new There());
        there.size = news.getInteger("size");
        boolean named = news.containsKey("joined");
        if (named) {
            news.getJsonObject("joined").forEach(each -> there.entries.put(each.getKey(),
                    EntryCodec.decode(each.getKey(), (JsonObject) each.getValue())));
            MemberRegistry.strings(news.getJsonArray("left")).forEach(there.entries::remove);
        } else {
            there.entries.clear();
        }
        if (state.newer != null) {
            state.newer.add(node);
            if (named) {
                MemberRegistry.strings(news.getJsonArray("left")).forEach(id -> state.newer.add('-' + id));
            }
        }
        if (there.size == 0) {
            state.nodes.remove(node);
        }
        tell(group, state);
        if (named && there.entries.size() < there.size && state.newer == null) {
            // There were too many to name, and are not any more.
            read(group);
        }
    }

    /** A node is dead, and so are its members. */
    void died(String node) {
        watched.forEach((group, state) -> {
            if (state.nodes.remove(node) != null) {
                tell(group, state);
            }
        });
    }

    private void tell(String group, Watched state) {
        state.known = state.nodes.values().stream().flatMap(there -> there.entries.values().stream()).toList();
        state.size = state.nodes.values().stream().mapToInt(there -> there.size).sum();
        local.presenceChanged(group);
    }

    // ---- asking Redis ----

    Future<List<PresenceEntry>> presence(String group) {
        return leases.readOthers().compose(others -> {
            Map<String, PresenceEntry> entries = new ConcurrentHashMap<>();
            List<Future<Void>> read = others.stream().map(node -> entries(group, node, entries)).toList();
            return Future.all(read).map(done -> List.copyOf(entries.values()));
        });
    }

    Future<Integer> size(String group) {
        return leases.readOthers().compose(others -> sizes(group, others))
                .map(sizes -> sizes.values().stream().mapToInt(Integer::intValue).sum());
    }

    private Future<Map<String, Integer>> sizes(String group, Collection<String> nodes) {
        Map<String, Integer> sizes = new ConcurrentHashMap<>();
        List<Future<Response>> read = nodes.stream().map(node -> link.send(Command.HLEN, keys.members(group, node))
                .onSuccess(size -> sizes.put(node, size.toInteger()))).toList();
        return Future.all(read).map(sizes);
    }

    Future<Map<String, Integer>> groups() {
        Map<String, Integer> sizes = new HashMap<>();
        return leases.readOthers().compose(others -> Future.all(others.stream()
                .map(node -> groups(node, (group, size) -> sizes.merge(group, size.toInteger(), Integer::sum))).toList()))
                .map(sizes);
    }

    /** The groups of each node that is alive. */
    Future<Map<String, Set<String>>> groupsByNode() {
        Map<String, Set<String>> groups = new HashMap<>();
        return leases.readOthers().compose(others -> Future.all(others.stream().map(node -> {
            Set<String> ofNode = new HashSet<>();
            groups.put(node, ofNode);
            return groups(node, (group, size) -> ofNode.add(group));
        }).toList())).map(groups);
    }

    private Future<Void> entries(String group, String node, Map<String, PresenceEntry> found) {
        return Scan.entries(link, Command.HSCAN, keys.members(group, node),
                (id, entry) -> found.put(id, EntryCodec.decode(id, new JsonObject(entry.toString()))));
    }

    private Future<Void> groups(String node, BiConsumer<String, Response> found) {
        return Scan.entries(link, Command.HSCAN, keys.nodeGroups(node), found);
    }
}
