package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;

/**
 * Writes to Redis who is in which group on this node, and tells the nodes that have members of the group. What happens within
 * an interval is written together. Used on the engine's loop but for what is said otherwise.
 */
final class MemberRegistry {

    private record Change(String group, PresenceEntry entry, boolean present) {
    }

    /** A message on the channel of a group that begins with it tells who has come to it on a node, and gone. */
    static final byte TYPE = 'p';
    private static final long INTERVAL_MILLIS = 100;
    /** When Redis refuses to write, it will do so for a while. */
    private static final long RETRY_MILLIS = 1_000;
    private static final int FIELDS_PER_COMMAND = 500;
    private static final Logger LOG = Logger.getLogger(MemberRegistry.class);

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    private final ToldGroups groups;
    /** Told by any thread, until the loop has seen it. */
    private final Queue<Change> told = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean taking = new AtomicBoolean();
    private final MemberChanges changes = new MemberChanges();
    /** What Redis refused, or may not have taken. */
    private final MemberChanges unwritten = new MemberChanges();
    private boolean writing;
    private boolean retrying;
    private NodeListener local;
    private Runnable forget;
    private boolean rewriting;

    MemberRegistry(EngineLoop loop, RedisLink link, RedisKeys keys, String node, ToldGroups groups) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.node = node;
        this.groups = groups;
    }

    /** @param action removes from Redis all that it has of this node, and then has all {@link #writeAll written} */
    void onTooManyChanges(Runnable action) {
        forget = action;
    }

    void start(NodeListener nodeListener) {
        local = nodeListener;
    }

    /** Any thread. */
    void change(String group, PresenceEntry entry, boolean present) {
        told.add(new Change(group, entry, present));
        if (taking.compareAndSet(false, true)) {
            loop.executeLater(this::take);
        }
    }

    /** However long Redis is away, what waits is what has changed, not how often. */
    private void take() {
        drain();
        if (!link.isUp()) {
            changes.limit();
        } else if (!writing) {
            writing = true;
            loop.after(INTERVAL_MILLIS, this::write);
        }
    }

    private void drain() {
        taking.set(false);
        for (Change change = told.poll(); change != null; change = told.poll()) {
            changes.put(change.group(), EntryCodec.id(change.entry()), change.present() ? change.entry() : null);
        }
    }

    /** How many changes wait for Redis. On the loop. */
    int waiting() {
        return changes.size() + unwritten.size();
    }

    private void rewrite() {
        if (!rewriting) {
            rewriting = true;
            forget.run();
        }
    }

    /** Redis has forgotten, or never knew, who is here. */
    void writeAll() {
        rewriting = false;
        if (changes.isAll() || unwritten.isAll()) {
            // Who has gone is not known any more. The others forget everybody, before they are told who is here.
            changes.clear();
            unwritten.clear();
            link.publish(keys.allChannel(), NodeRequests.goodbye(node))
                    .onComplete(said -> loop.after(INTERVAL_MILLIS, this::writeEverybody));
        } else {
            writeEverybody();
        }
    }

    private void writeEverybody() {
        Collection<String> all = local.sizes().keySet();
        all.forEach(group -> write(group, members(group), true));
        groups.tellAll(all);
    }

    private Map<String, PresenceEntry> members(String group) {
        Map<String, PresenceEntry> members = new HashMap<>();
        local.members(group).forEach(entry -> members.put(EntryCodec.id(entry), entry));
        return members;
    }

    /** While Redis is away nothing is written; after that everything is, if it has forgotten this node, or what was missed. */
    void up() {
        write();
        writeAgain();
    }

    Future<Void> write() {
        writing = false;
        if (!link.isUp()) {
            return Future.failedFuture(link.trouble());
        }
        drain();
        if (changes.isAll()) {
            rewrite();
            return Future.succeededFuture();
        }
        List<Future<Void>> written = new ArrayList<>();
        Map<String, Map<String, PresenceEntry>> taken = changes.take();
        taken.forEach((group, members) -> written.add(write(group, members, true)));
        groups.tell(taken.keySet());
        return Future.all(written).mapEmpty();
    }

    /**
     * @param members by connection id; {@code null} for one that has gone
     * @param tellNow whether other nodes are told whatever becomes of it, or only when it is written
     */
    private Future<Void> write(String group, Map<String, PresenceEntry> members, boolean tellNow) {
        List<Object> present = new ArrayList<>();
        List<Object> gone = new ArrayList<>();
        members.forEach((id, entry) -> {
            if (entry == null) {
                gone.add(id);
            } else {
                present.add(id);
                present.add(EntryCodec.encode(entry).encode());
            }
        });
        int size = local.size(group);
        List<Future<Response>> replies = new ArrayList<>();
        replies.addAll(inParts(Command.HSET, keys.members(group, node), present, 2 * FIELDS_PER_COMMAND));
        replies.addAll(inParts(Command.HDEL, keys.members(group, node), gone, FIELDS_PER_COMMAND));
        replies.add(size == 0
                ? link.send(Command.HDEL, keys.nodeGroups(node), group)
                : link.send(Command.HSET, keys.nodeGroups(node), group, size));
        if (tellNow) {
            tell(group, members, size);
        }
        return Future.all(replies).<Void> mapEmpty()
                .onSuccess(written -> {
                    if (!tellNow) {
                        tell(group, members, size);
                    }
                })
                .onFailure(problem -> {
                    LOG.debug("Members were not written", problem);
                    members.keySet().forEach(id -> unwritten.put(group, id, null));
                    unwritten.limit();
                    if (!retrying) {
                        retrying = true;
                        loop.after(RETRY_MILLIS, () -> {
                            retrying = false;
                            writeAgain();
                        });
                    }
                });
    }

    /** What was not written, as it is now. */
    private void writeAgain() {
        if (!link.isUp()) {
            return;
        }
        if (unwritten.isAll()) {
            rewrite();
            return;
        }
        Map<String, Map<String, PresenceEntry>> taken = unwritten.take();
        taken.forEach((group, changed) -> {
            Map<String, PresenceEntry> present = members(group);
            Map<String, PresenceEntry> members = new HashMap<>();
            changed.keySet().forEach(id -> members.put(id, present.get(id)));
            write(group, members, false);
        });
        // Who has read meanwhile has not read them.
        groups.doubt(taken.keySet());
        groups.tell(taken.keySet());
    }

    private List<Future<Response>> inParts(Command command, String key, List<Object> arguments, int most) {
        List<Future<Response>> replies = new ArrayList<>();
        for (int from = 0; from < arguments.size(); from += most) {
            replies.add(link.send(command, key,
                    arguments.subList(from, Math.min(arguments.size(), from + most)).toArray()));
        }
        return replies;
    }

    private void tell(String group, Map<String, PresenceEntry> members, int size) {
        int most = local.maxPresence(group);
        if (most == 0) {
            return;
        }
        JsonObject news = new JsonObject().put("node", node).put("size", size);
        if (size <= most && members.size() <= most) {
            JsonObject joined = new JsonObject();
            JsonArray left = new JsonArray();
            members.forEach((id, entry) -> {
                if (entry == null) {
                    left.add(id);
                } else {
                    joined.put(id, EntryCodec.encode(entry));
                }
            });
            news.put("joined", joined).put("left", left);
        }
        link.publishToGroup(keys.channel(group), NodeMessage.of(TYPE, news))
                .onFailure(problem -> LOG.debug("Other nodes were not told of members", problem));
    }

    static Collection<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
