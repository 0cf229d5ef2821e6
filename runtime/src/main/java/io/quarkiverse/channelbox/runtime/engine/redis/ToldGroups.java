package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Tells nodes that want to know which groups have got their first member on this node, and lost the last one. Used on the
 * engine's loop.
 */
final class ToldGroups {

    private static final int GROUPS_PER_MESSAGE = 1_000;
    private static final Logger LOG = Logger.getLogger(ToldGroups.class);

    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    private final Set<String> told = new HashSet<>();
    /** Those of which it is not sure that it was told, or what. */
    private final Set<String> doubtful = new HashSet<>();
    private NodeListener local;

    ToldGroups(RedisLink link, RedisKeys keys, String node) {
        this.link = link;
        this.keys = keys;
        this.node = node;
    }

    void start(NodeListener nodeListener) {
        local = nodeListener;
    }

    /** What was told of those groups, or of their members, may not have been heard, or not have been written. */
    void doubt(Collection<String> groups) {
        doubtful.addAll(groups);
    }

    /** Tells what is new of groups that may have changed. */
    void tell(Collection<String> changed) {
        Set<String> all = new HashSet<>(changed);
        all.addAll(doubtful);
        List<String> news = all.stream().filter(group -> told.contains(group) != isOccupied(group) || doubtful.contains(group))
                .toList();
        doubtful.clear();
        for (int from = 0; from < news.size(); from += GROUPS_PER_MESSAGE) {
            List<String> part = news.subList(from, Math.min(news.size(), from + GROUPS_PER_MESSAGE));
            publish(message(part), part);
        }
    }

    /** The others may know nothing of this node, or what is not so any more. */
    void tellAll(Collection<String> groups) {
        List<String> all = new ArrayList<>(groups);
        told.clear();
        doubtful.clear();
        int from = 0;
        do {
            int to = Math.min(all.size(), from + GROUPS_PER_MESSAGE);
            List<String> part = all.subList(from, to);
            publish(message(part).put("first", from == 0).put("last", to == all.size()), part);
            from = to;
        } while (from < all.size());
    }

    private boolean isOccupied(String group) {
        return local.size(group) > 0;
    }

    private JsonObject message(List<String> groups) {
        JsonArray occupied = new JsonArray();
        JsonArray vacated = new JsonArray();
        for (String group : groups) {
            if (isOccupied(group)) {
                told.add(group);
                occupied.add(group);
            } else {
                told.remove(group);
                vacated.add(group);
            }
        }
        return new JsonObject().put("node", node).put("occupied", occupied).put("vacated", vacated);
    }

    private void publish(JsonObject message, List<String> groups) {
        link.publish(keys.occupancyChannel(), NodeMessage.of(GroupsElsewhere.TYPE, message)).onFailure(problem -> {
            LOG.debug("Other nodes were not told which groups have members", problem);
            doubt(groups);
        });
    }
}
