package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Nodes ask each other's clients. */
@Timeout(300)
class NodeQuestionsTest extends RedisFixture {

    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("ä{x}:m\n"));
    private static final Target CONNECTION = new Target(Target.Kind.CONNECTION, List.of("c"));

    /** What a node was asked. */
    record Part(Question question, Consumer<ClientAnswer> answers, UniEmitter<? super Asked> over) {
    }

    /** A node whose clients do what a test says. */
    static final class AskedNode extends NoMembers implements EngineListener {
        final List<Part> parts = new CopyOnWriteArrayList<>();
        final List<Part> forgotten = new CopyOnWriteArrayList<>();
        final List<ClientAnswer> answers = new CopyOnWriteArrayList<>();
        RedisEngine engine;

        @Override
        public Uni<Asked> ask(Question question, Consumer<ClientAnswer> answers) {
            return Uni.createFrom().emitter(emitter -> {
                Part part = new Part(question, answers, emitter);
                emitter.onTermination(() -> forgotten.add(part));
                parts.add(part);
            });
        }

        Part part() {
            eventually().until(() -> !parts.isEmpty());
            return parts.remove(0);
        }

        CompletableFuture<Asked> begin(Target target, Duration timeout) {
            return asking(target, timeout).subscribeAsCompletionStage();
        }

        Uni<Asked> asking(Target target, Duration timeout) {
            return engine.otherNodes().ask(new Question(target, "é", EncodedPayload.binary(new byte[] { 0, -1 }), timeout),
                    answers::add);
        }

        @Override
        public int onMessage(Delivery delivery) {
            return 0;
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
        }
    }

    private final AskedNode asks = new AskedNode();
    private final AskedNode one = new AskedNode();
    private final AskedNode two = new AskedNode();

    @BeforeEach
    void start() {
        for (AskedNode node : List.of(asks, one, two)) {
            node.engine = engines.create(node, new SystemTimeSource(), server.port(), prefix, PATIENT);
            inTime(node.engine.start(node));
        }
    }

    private static ClientAnswer answer(String id) {
        return new ClientAnswer(id, Optional.of("ann"), "{\"ä\":[1]}", Optional.empty());
    }

    @Test
    void answersComeAsTheyAreGivenAndItIsOverWithTheLastNode() {
        CompletableFuture<Asked> over = asks.begin(GROUP, PATIENT);
        Part first = one.part();
        Part second = two.part();
        assertEquals(GROUP, first.question().target());
        assertEquals("é", first.question().event());
        assertEquals(PATIENT, first.question().timeout());
        assertEquals(PayloadType.BINARY, first.question().payload().kind());
        assertEquals(-1, first.question().payload().bytes()[1]);
        second.answers().accept(answer("a"));
        eventually().until(() -> asks.answers.equals(List.of(answer("a"))));
        ClientAnswer error = new ClientAnswer("b", Optional.empty(), "null", Optional.of("no"));
        first.answers().accept(error);
        first.over().complete(new Asked(3, 1, false));
        eventually().until(() -> asks.answers.equals(List.of(answer("a"), error)));
        assertTrue(!over.isDone());
        for (int i = 0; i < 1_000; i++) {
            second.answers().accept(answer("n" + i));
        }
        second.over().complete(new Asked(1_001, 1_001, false));
        assertEquals(new Asked(1_004, 1_002, false), inTime(over));
        assertEquals(1_002, asks.answers.size());
        assertTrue(asks.parts.isEmpty(), "it is asked for its part by itself");
    }

    @Test
    void nobodyWaitsForOthersOnceAConnectionIsFound() {
        CompletableFuture<Asked> over = asks.begin(CONNECTION, PATIENT);
        one.part();
        Part second = two.part();
        second.answers().accept(answer("c"));
        second.over().complete(new Asked(1, 1, false));
        assertEquals(new Asked(1, 1, false), inTime(over));
        assertEquals(List.of(answer("c")), asks.answers);
    }

    @Test
    void theTimeIsUp() {
        CompletableFuture<Asked> over = asks.begin(GROUP, Duration.ofSeconds(5));
        Part part = one.part();
        two.part().over().complete(new Asked(1, 1, false));
        assertEquals(new Asked(1, 1, true), inTime(over));
        part.answers().accept(answer("late"));
        part.over().complete(new Asked(1, 1, true));
        CompletableFuture<Asked> next = asks.begin(GROUP, PATIENT);
        one.part().over().complete(Asked.NOBODY);
        two.part().over().complete(Asked.NOBODY);
        inTime(next);
        assertEquals(List.of(), asks.answers);
    }

    @Test
    void aCancelledQuestionIsForgottenEverywhere() {
        Cancellable asking = asks.asking(GROUP, PATIENT).subscribe().with(over -> {
        });
        Part first = one.part();
        Part second = two.part();
        asking.cancel();
        eventually().until(() -> one.forgotten.equals(List.of(first)) && two.forgotten.equals(List.of(second)));
    }

    /** It ends its part, and what it asked is forgotten. */
    @Test
    void aNodeThatEndsIsNotWaitedFor() {
        CompletableFuture<Asked> over = asks.begin(GROUP, PATIENT);
        one.begin(GROUP, PATIENT);
        Part own = one.part();
        eventually().until(() -> two.parts.size() == 2 && asks.parts.size() == 1);
        one.engine.stop().join();
        two.parts.forEach(part -> part.over().complete(new Asked(1, 1, false)));
        eventually().until(() -> two.forgotten.size() == 2 && asks.forgotten.size() == 1);
        assertEquals(new Asked(1, 1, false), inTime(over));
        own.answers().accept(answer("dead"));
    }

    @Test
    void aNodeThatIsKilledIsNotWaitedForFurther() {
        server.command("ZADD", prefix + "nodes", Long.toString(System.currentTimeMillis() + 7_000), "killed");
        CompletableFuture<Asked> over = asks.begin(GROUP, PATIENT.multipliedBy(5));
        one.part().over().complete(new Asked(1, 1, false));
        two.part().over().complete(Asked.NOBODY);
        assertEquals(new Asked(1, 1, false), inTime(over.orTimeout(50, TimeUnit.SECONDS)));
    }

    @Test
    void withoutRedisNobodyIsAsked() {
        server.kill();
        eventually().until(() -> asks.engine.trouble().isPresent());
        assertThrows(EngineUnavailableException.class, () -> asks.asking(GROUP, PATIENT).await().indefinitely());
        server.startAgain();
        eventually().until(() -> asks.engine.trouble().isEmpty());
    }

    @Test
    void aNodeThatFailsEndsItsPart() {
        CompletableFuture<Asked> over = asks.begin(GROUP, PATIENT);
        one.part().over().fail(new IllegalStateException("broken"));
        two.part().over().complete(new Asked(1, 1, false));
        assertEquals(new Asked(1, 1, false), inTime(over));
    }
}
