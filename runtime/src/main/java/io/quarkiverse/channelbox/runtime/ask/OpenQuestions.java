package io.quarkiverse.channelbox.runtime.ask;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

/**
 * What clients of this node have been asked, by their own node or another, and have not answered yet.
 * <p>
 * <b>Across nodes.</b> The node that asks hands the question to its own clients and to all other nodes. Each of them does
 * what is done here: it asks those of its clients that are meant, hands on their answers as they come, and says when its
 * part is over: with the last answer, with the end of the last connection, with the time-out, of which each part has a
 * timer of its own. So the node that asks need not know who was asked; it waits for the nodes that are alive, and a node
 * that dies ends its part.
 * <p>
 * <b>Whose answer it is.</b> An answer counts if it comes from a connection that was asked, the first time; who has or
 * guesses another's {@code ref} has nothing of it. A {@code ref} is not used again, not by another run of the node either,
 * so that a late answer on a new connection answers nothing else.
 */
@Singleton
public class OpenQuestions {

    private final Lanes lanes;
    private final Vertx vertx;
    private final String run = Long.toString(new SecureRandom().nextLong() >>> 1, Character.MAX_RADIX) + '-';
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<String, OpenQuestion> open = new ConcurrentHashMap<>();
    private final ConcurrentMap<Connection, Set<OpenQuestion>> byConnection = new ConcurrentHashMap<>();
    private final SeldomLog ignoring = new SeldomLog(Logger.getLogger(OpenQuestions.class), Logger.Level.DEBUG);

    public OpenQuestions(Lanes lanes, Vertx vertx) {
        this.lanes = lanes;
        this.vertx = vertx;
    }

    /**
     * Asks connections of this node, those that speak the subprotocol, at each subscription; completes when that is over. To
     * cancel it forgets the question.
     *
     * @param recipients each with the membership by which it gets the question; {@code null} if it is in no group
     * @param answers called from any thread, also from several at once
     */
    public Uni<Asked> ask(Question question, Map<Connection, Member> recipients, Consumer<ClientAnswer> answers) {
        Map<Connection, Member> asked = new HashMap<>(recipients);
        asked.keySet().removeIf(connection -> !connection.speaksProtocol());
        if (asked.isEmpty()) {
            return Uni.createFrom().item(new Asked(recipients.size(), 0, false));
        }
        return Uni.createFrom().emitter(emitter -> ask(question, recipients.size(), asked, answers, emitter));
    }

    private void ask(Question question, int found, Map<Connection, Member> asked, Consumer<ClientAnswer> answers,
            UniEmitter<? super Asked> emitter) {
        OpenQuestion opened = new OpenQuestion(run + numbers.incrementAndGet(), asked.keySet(), answers, (ended, isLate) -> {
            close(ended);
            emitter.complete(new Asked(found, asked.size(), isLate));
        });
        open.put(opened.ref(), opened);
        asked.keySet().forEach(connection -> byConnection.compute(connection, (key, all) -> {
            Set<OpenQuestion> questions = all == null ? ConcurrentHashMap.newKeySet(1) : all;
            questions.add(opened);
            return questions;
        }));
        long timer = vertx.setTimer(Durations.millis(question.timeout()), id -> opened.end(true));
        emitter.onTermination(() -> {
            vertx.cancelTimer(timer);
            opened.end(false);
        });
        for (Connection connection : asked.keySet()) {
            if (connection.hasEnded()) {
                // It may not have known that it was asked.
                gone(opened, connection);
            }
        }
        lanes.deliver(Delivery.question(question, opened.ref()), asked, connection -> gone(opened, connection));
    }

    private void close(OpenQuestion ended) {
        open.remove(ended.ref());
        ended.takeMissing().forEach(connection -> forget(connection, ended));
    }

    private void forget(Connection connection, OpenQuestion question) {
        byConnection.computeIfPresent(connection, (key, all) -> {
            all.remove(question);
            return all.isEmpty() ? null : all;
        });
    }

    private void gone(OpenQuestion question, Connection connection) {
        forget(connection, question);
        question.gone(connection);
    }

    /** A connection has ended: it answers nothing any more. From any thread. */
    public void gone(Connection connection) {
        Set<OpenQuestion> questions = byConnection.remove(connection);
        if (questions != null) {
            questions.forEach(question -> question.gone(connection));
        }
    }

    /** A client answers, whatever it was asked. From any thread. */
    public void answered(Connection connection, String ref, ClientAnswer answer) {
        OpenQuestion question = open.get(ref);
        if (question != null) {
            forget(connection, question);
        }
        if (question == null || !question.answered(connection, answer)) {
            ignoring.log(() -> "Connection " + connection.id() + " answered '" + Printable.of(ref)
                    + "', which it was not asked, has answered before, or answers too late");
        }
    }

    /** How many questions are open. */
    public int size() {
        return open.size();
    }
}
