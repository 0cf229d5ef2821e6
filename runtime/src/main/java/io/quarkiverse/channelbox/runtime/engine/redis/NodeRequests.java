package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelBoxException;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/** Asks the other nodes to do something, each of which answers; and does what they ask. On the loop only. */
final class NodeRequests {

    /** What a message begins with that asks all nodes, and what an answer does. */
    static final byte REQUEST = 'c';
    static final byte ANSWER = 'a';
    private static final Logger LOG = Logger.getLogger(NodeRequests.class);
    /** In an answer: why it could not be done, and that it was for want of a place. */
    private static final String FAILURE = "failure";
    private static final String FULL = "full";

    private static final class Open {
        private final Promise<List<JsonObject>> promise = Promise.promise();
        private final Set<String> missing;
        private final Predicate<JsonObject> isEnough;
        private final List<JsonObject> answers = new ArrayList<>();

        Open(Set<String> missing, Predicate<JsonObject> isEnough) {
            this.missing = missing;
            this.isEnough = isEnough;
        }

        void answered(JsonObject answer) {
            if (answer.containsKey(FAILURE)) {
                String problem = answer.getString(FAILURE);
                promise.tryFail(answer.containsKey(FULL) ? new GroupFullException(problem)
                        : new ChannelBoxException("Another node could not do it: " + problem));
                return;
            }
            answers.add(answer);
            if (missing.isEmpty() || isEnough.test(answer)) {
                promise.tryComplete(answers);
            }
        }
    }

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    private final NodeLeases leases;
    private final long timeoutMillis;
    private final Map<Long, Open> open = new HashMap<>();
    private long numbers;
    private NodeListener local;

    NodeRequests(EngineLoop loop, RedisLink link, RedisKeys keys, String node, NodeLeases leases, long timeoutMillis) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.node = node;
        this.leases = leases;
        this.timeoutMillis = timeoutMillis;
    }

    void start(NodeListener nodeListener) {
        local = nodeListener;
    }

    /** The others learn it sooner than by the end of a lease; nobody answers. */
    Future<Void> goodbye() {
        return link.publish(keys.allChannel(), goodbye(node)).mapEmpty();
    }

    /** A node has no members any more, as far as the others know. */
    static String goodbye(String node) {
        return NodeMessage.of(REQUEST, new JsonObject().put("do", "goodbye").put("node", node));
    }

    /** Brings the answers of all other nodes. */
    Future<List<JsonObject>> askAll(JsonObject task) {
        return ask(task, answer -> false);
    }

    /**
     * Brings the answers that are there when one of them is enough: that of the node that has found what is there once. If none
     * is, all nodes have to answer.
     */
    Future<List<JsonObject>> ask(JsonObject task, Predicate<JsonObject> isEnough) {
        return leases.readOthers().compose(others -> {
            if (others.isEmpty()) {
                return Future.succeededFuture(List.of());
            }
            long number = ++numbers;
            Open asked = new Open(new HashSet<>(others), isEnough);
            open.put(number, asked);
            long timer = loop.after(timeoutMillis, () -> asked.promise.tryFail(new EngineUnavailableException(
                    asked.missing.size() + " of " + others.size() + " other nodes did not answer within " + timeoutMillis
                            + " ms (quarkus.channel-box.redis.timeout)",
                    null, true)));
            publish(keys.allChannel(), REQUEST, task.put("node", node).put("number", number))
                    .onFailure(asked.promise::tryFail);
            return asked.promise.future().onComplete(done -> {
                open.remove(number);
                loop.cancel(timer);
            });
        });
    }

    /** A node has ended: it has no connection any more, and does not answer. */
    void died(String other) {
        for (Open asked : List.copyOf(open.values())) {
            if (asked.missing.remove(other) && asked.missing.isEmpty()) {
                asked.promise.tryComplete(asked.answers);
            }
        }
    }

    private Future<Void> publish(String channel, byte type, JsonObject message) {
        return link.publish(channel, NodeMessage.of(type, message)).mapEmpty();
    }

    void asked(byte[] message) {
        JsonObject request = NodeMessage.content(message);
        String other = request.getString("node");
        if (other.equals(node)) {
            return;
        }
        if (request.getString("do").equals("goodbye")) {
            leases.goodbye(other);
            return;
        }
        // Not on the loop: there may be much to do, and observers of the application see it done.
        loop.elsewhere(() -> Uni.createFrom().deferred(() -> NodeTasks.perform(request, local))
                .onFailure().recoverWithItem(NodeRequests::failure)
                .subscribe().with(answer -> loop.execute(() -> answer(request, answer))));
    }

    private static JsonObject failure(Throwable problem) {
        LOG.debug("What another node asked for failed", problem);
        JsonObject answer = new JsonObject().put(FAILURE, problem.getMessage());
        return problem instanceof GroupFullException ? answer.put(FULL, true) : answer;
    }

    private void answer(JsonObject request, JsonObject answer) {
        publish(keys.nodeChannel(request.getString("node")), ANSWER,
                answer.put("node", node).put("number", request.getLong("number")))
                .onFailure(problem -> LOG.debug("A node was not answered", problem));
    }

    void answered(byte[] message) {
        JsonObject answer = NodeMessage.content(message);
        Open asked = open.get(answer.getLong("number"));
        if (asked != null && asked.missing.remove(answer.getString("node"))) {
            asked.answered(answer);
        }
    }
}
