package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/** What nodes ask each other to do: each of the others does it and answers with how much there was to do. On the loop only. */
final class NodeRequests {

    /** What a message begins with that asks all nodes, and what an answer does. */
    static final byte REQUEST = 'c';
    static final byte ANSWER = 'a';
    private static final Logger LOG = Logger.getLogger(NodeRequests.class);

    private static final class Open {
        private final Promise<Integer> promise = Promise.promise();
        private final Set<String> missing;
        private int sum;

        Open(Set<String> missing) {
            this.missing = missing;
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

    Future<Integer> flush(String group) {
        return ask(new JsonObject().put("do", "flush").put("group", group));
    }

    Future<Integer> disconnect(String group, String connectionId, CloseReason reason) {
        return ask(new JsonObject().put("do", "disconnect").put("group", group).put("connection", connectionId)
                .put("code", reason.getCode()).put("message", reason.getMessage()));
    }

    Future<Integer> cleanExpired() {
        return ask(new JsonObject().put("do", "clean"));
    }

    /** The others learn it sooner than by the end of a lease; nobody answers. */
    Future<Void> goodbye() {
        return publish(keys.allChannel(), REQUEST, new JsonObject().put("do", "goodbye").put("node", node));
    }

    private Future<Integer> ask(JsonObject request) {
        return leases.readOthers().compose(others -> {
            if (others.isEmpty()) {
                return Future.succeededFuture(0);
            }
            long number = ++numbers;
            Open asked = new Open(new HashSet<>(others));
            open.put(number, asked);
            long timer = loop.after(timeoutMillis, () -> {
                LOG.debugf("%d nodes did not answer", asked.missing.size());
                asked.promise.tryComplete(asked.sum);
            });
            publish(keys.allChannel(), REQUEST, request.put("node", node).put("number", number))
                    .onFailure(asked.promise::tryFail);
            return asked.promise.future().onComplete(done -> {
                open.remove(number);
                loop.cancel(timer);
            });
        });
    }

    private Future<Void> publish(String channel, byte type, JsonObject message) {
        return link.publish(channel, (char) type + message.encode()).mapEmpty();
    }

    void asked(byte[] message) {
        JsonObject request = parse(message);
        String other = request.getString("node");
        if (other.equals(node)) {
            return;
        }
        switch (request.getString("do")) {
            case "flush" -> answer(request, () -> local.flush(request.getString("group")));
            case "disconnect" -> answer(request, () -> local.disconnect(request.getString("group"),
                    request.getString("connection"), new CloseReason(request.getInteger("code"), request.getString("message")))
                    .map(did -> did ? 1 : 0));
            case "clean" -> answer(request, () -> {
                local.cleanExpired();
                return Uni.createFrom().item(0);
            });
            case "goodbye" -> leases.goodbye(other);
            default -> LOG.debugf("Another node asks for what this one does not know: %s", request.getString("do"));
        }
    }

    /** Not on the loop: there may be much to do, and observers of the application see it done. */
    private void answer(JsonObject request, Supplier<Uni<Integer>> action) {
        loop.elsewhere(
                () -> action
                        .get().subscribe().with(
                                count -> loop.execute(() -> publish(keys.nodeChannel(request.getString("node")), ANSWER,
                                        new JsonObject().put("node", node).put("number", request.getLong("number")).put("count",
                                                count))
                                        .onFailure(problem -> LOG.debug("A node was not answered", problem))),
                                problem -> LOG.debug("What another node asked for failed", problem)));
    }

    void answered(byte[] message) {
        JsonObject answer = parse(message);
        Open asked = open.get(answer.getLong("number"));
        if (asked != null && asked.missing.remove(answer.getString("node"))) {
            asked.sum += answer.getInteger("count");
            if (asked.missing.isEmpty()) {
                asked.promise.tryComplete(asked.sum);
            }
        }
    }

    private static JsonObject parse(byte[] message) {
        return new JsonObject(new String(message, 1, message.length - 1, StandardCharsets.UTF_8));
    }
}
