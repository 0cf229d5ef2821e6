package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/**
 * Asks clients of the other nodes, and those of this node what the others ask. A question goes to all nodes; each of them sends
 * the answers as they come, and at last what came of its part, in one channel and therefore in this order. On the loop only.
 */
final class NodeQuestions {

    static final byte TYPE = 'q';
    private static final Logger LOG = Logger.getLogger(NodeQuestions.class);
    private static final String DO = "do";
    private static final String ASK = "ask";
    private static final String FORGET = "forget";
    private static final String ANSWER = "answer";
    private static final String OVER = "over";
    private static final String NODE = "node";
    private static final String NUMBER = "number";

    /** One that this node has asked. */
    private static final class Open {
        private final Promise<Asked> over = Promise.promise();
        private final Consumer<ClientAnswer> answers;
        private final Set<String> missing = new HashSet<>();
        /** A connection is on one node: the others need not be waited for. */
        private final boolean isFoundOnce;
        private Asked asked = Asked.NOBODY;
        private boolean hasAnswer;

        Open(Question question, Consumer<ClientAnswer> answers) {
            this.answers = answers;
            this.isFoundOnce = question.target().kind() == Target.Kind.CONNECTION;
        }

        void answered(ClientAnswer answer) {
            hasAnswer = true;
            answers.accept(answer);
        }

        /** Whether a client may be waited for, as far as is known. */
        boolean isWaitedFor() {
            return !isFoundOnce || !hasAnswer;
        }

        void over(String node, Asked part) {
            if (missing.remove(node)) {
                asked = asked.plus(part);
                if (missing.isEmpty() || isFoundOnce && part.found() > 0) {
                    over.tryComplete(asked);
                }
            }
        }

        void late() {
            over.tryComplete(asked.plus(new Asked(0, 0, true)));
        }
    }

    /** One that another node has asked. Used on another thread than the loop, in the order of the loop's calls. */
    private final class Part {
        private final String other;
        private final long number;
        private Cancellable asking;

        Part(String other, long number) {
            this.other = other;
            this.number = number;
        }

        void begin(Question question) {
            asking = Uni.createFrom().deferred(() -> local.ask(question, this::answered)).subscribe().with(this::over,
                    problem -> {
                        LOG.debug("What another node asked was not asked", problem);
                        over(Asked.NOBODY);
                    });
        }

        void stop() {
            asking.cancel();
        }

        private void answered(ClientAnswer answer) {
            loop.execute(() -> reply(this, ANSWER, QuestionCodec.encode(answer)));
        }

        private void over(Asked asked) {
            loop.execute(() -> {
                forgetPart(other, number);
                reply(this, OVER, QuestionCodec.encode(asked));
            });
        }
    }

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    private final NodeLeases leases;
    private final Map<Long, Open> open = new HashMap<>();
    /** By node and number. */
    private final Map<String, Map<Long, Part>> parts = new HashMap<>();
    private long numbers;
    private NodeListener local;

    NodeQuestions(EngineLoop loop, RedisLink link, RedisKeys keys, String node, NodeLeases leases) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.node = node;
        this.leases = leases;
    }

    void start(NodeListener nodeListener) {
        local = nodeListener;
    }

    /** A node has ended: its part is over, and nobody waits for what it asked. */
    void died(String other) {
        List.copyOf(open.values()).forEach(asked -> asked.over(other, Asked.NOBODY));
        Map<Long, Part> asked = parts.remove(other);
        if (asked != null) {
            asked.values().forEach(part -> loop.elsewhere(part::stop));
        }
    }

    void message(byte[] bytes) {
        JsonObject message = NodeMessage.content(bytes);
        String other = message.getString(NODE);
        long number = message.getLong(NUMBER);
        if (other.equals(node)) {
            return;
        }
        switch (message.getString(DO)) {
            case ASK -> askClients(other, number, QuestionCodec.question(message));
            case FORGET -> forgetPart(other, number).ifPresent(part -> loop.elsewhere(part::stop));
            case ANSWER -> {
                Open asked = open.get(number);
                if (asked != null) {
                    asked.answered(QuestionCodec.answer(message));
                }
            }
            case OVER -> {
                Open asked = open.get(number);
                if (asked != null) {
                    asked.over(other, QuestionCodec.asked(message));
                }
            }
            default -> LOG.debugf("A message of a kind that is not known: %s", message.getString(DO));
        }
    }

    // ---- this node asks ----

    /**
     * Brings what came of it on all other nodes.
     *
     * @param onAsked gets how to forget it, to be called on the loop
     */
    Future<Asked> ask(Question question, Consumer<ClientAnswer> answers, Consumer<Runnable> onAsked) {
        long number = ++numbers;
        Open asked = new Open(question, answers);
        open.put(number, asked);
        long timer = loop.after(Durations.millis(question.timeout()), asked::late);
        leases.readOthers().onSuccess(others -> {
            if (others.isEmpty()) {
                asked.over.tryComplete(Asked.NOBODY);
            } else if (open.containsKey(number)) {
                asked.missing.addAll(others);
                publish(keys.allChannel(), ASK, number, QuestionCodec.encode(question)).onFailure(asked.over::tryFail);
            }
        }).onFailure(asked.over::tryFail);
        onAsked.accept(() -> forget(number, asked));
        return asked.over.future().onComplete(over -> {
            open.remove(number);
            loop.cancel(timer);
        });
    }

    private void forget(long number, Open asked) {
        if (asked.over.tryComplete(asked.asked) && asked.isWaitedFor()) {
            publish(keys.allChannel(), FORGET, number, new JsonObject())
                    .onFailure(problem -> LOG.debug("Other nodes go on to wait for answers until the time is up", problem));
        }
    }

    // ---- another node asks ----

    private void askClients(String other, long number, Question question) {
        leases.seen(other);
        Part part = new Part(other, number);
        parts.computeIfAbsent(other, key -> new HashMap<>()).put(number, part);
        // Not on the loop: there may be many to ask.
        loop.elsewhere(() -> part.begin(question));
    }

    private Optional<Part> forgetPart(String other, long number) {
        Map<Long, Part> asked = parts.get(other);
        Part part = asked == null ? null : asked.remove(number);
        if (asked != null && asked.isEmpty()) {
            parts.remove(other);
        }
        return Optional.ofNullable(part);
    }

    private void reply(Part part, String what, JsonObject message) {
        publish(keys.nodeChannel(part.other), what, part.number, message)
                .onFailure(problem -> LOG.debug("A node does not learn what its question led to", problem));
    }

    private Future<Void> publish(String channel, String what, long number, JsonObject message) {
        message.put(DO, what).put(NODE, node).put(NUMBER, number);
        return link.publish(channel, NodeMessage.of(TYPE, message)).mapEmpty();
    }
}
