package io.quarkiverse.channelbox.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.NoAnswerException;
import io.quarkiverse.channelbox.NoAnswerException.Reason;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.PayloadEncoder;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Asks clients of this node and the others, and brings their answers; so many questions may be open at once. */
@Singleton
public class Asker {

    private final PayloadEncoder encoder;
    private final ObjectMapper mapper;
    private final Backlog backlog;
    private final NodeListener node;
    private final OtherNodes nodes;
    private final int max;
    private final AtomicInteger open = new AtomicInteger();

    public Asker(PayloadEncoder encoder, ObjectMapper mapper, Backlog backlog, NodeListener node, OtherNodes nodes,
            ValidatedConfig config) {
        this.encoder = encoder;
        this.mapper = mapper;
        this.backlog = backlog;
        this.node = node;
        this.nodes = nodes;
        this.max = config.values().maxAsks();
    }

    /** Asks all of them at each subscription. */
    Multi<Answer> askAll(Target target, String event, Object payload, Duration timeout) {
        return ask(target, event, payload, timeout, (asked, emitter) -> emitter.complete());
    }

    /** Asks one connection at each subscription. */
    Uni<Answer> askOne(Target connection, String event, Object payload, Duration timeout) {
        return ask(connection, event, payload, timeout, (asked, emitter) -> emitter.fail(noAnswer(connection, asked, timeout)))
                .toUni().invoke(answer -> answer.error().ifPresent(error -> {
                    throw new NoAnswerException("The client of " + connection + " could not answer: " + Printable.of(error),
                            Reason.ERROR, error);
                }));
    }

    private static NoAnswerException noAnswer(Target connection, Asked asked, Duration timeout) {
        if (asked.found() > 0 && asked.asked() == 0) {
            return new NoAnswerException("The client of " + connection + " cannot be asked: it does not speak channelbox.v1",
                    Reason.NOT_ASKABLE);
        }
        if (asked.isLate()) {
            return new NoAnswerException("There was no answer of " + connection + " within " + timeout, Reason.TIMEOUT);
        }
        return asked.found() == 0
                ? new NoAnswerException("There is no " + connection, Reason.NO_CONNECTION)
                : new NoAnswerException("The client of " + connection + " is gone before it answered", Reason.GONE);
    }

    /** What becomes of the subscriber when there are no more answers. */
    private interface End {

        void end(Asked asked, MultiEmitter<? super Answer> emitter);
    }

    private Multi<Answer> ask(Target target, String event, Object payload, Duration timeout, End end) {
        if (event.isEmpty()) {
            throw new IllegalArgumentException("The event of a question is empty: clients know by it what to do");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The time-out of a question must be positive, it is " + timeout);
        }
        // As many answers are kept as clients were asked, at the most.
        return Multi.createFrom().emitter(emitter -> {
            try {
                begin(target, event, payload, timeout, end, emitter);
            } catch (RuntimeException e) {
                emitter.fail(e);
            }
        }, BackPressureStrategy.BUFFER);
    }

    private void begin(Target target, String event, Object payload, Duration timeout, End end,
            MultiEmitter<? super Answer> emitter) {
        Question question = new Question(target, event, encoder.encode(payload, PayloadType.AUTO, target), timeout);
        if (backlog.isFull()) {
            throw new OverloadedException("Nobody was asked of " + target + ": " + backlog.bytes()
                    + " bytes wait on this node to be written (quarkus.channel-box.max-pending)");
        }
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            throw new OverloadedException("Nobody was asked of " + target + ": " + max + " questions wait for answers on this"
                    + " node. Wait for answers before you ask more, give them less time, or raise"
                    + " quarkus.channel-box.max-asks");
        }
        Consumer<Runnable> subscriber = subscriber();
        Cancellable asking = onAllNodes(question, answer -> subscriber.accept(
                () -> emitter.emit(new DefaultAnswer(answer, mapper)))).subscribe().with(
                        asked -> subscriber.accept(() -> endUnlessCancelled(emitter, () -> end.end(asked, emitter))),
                        failure -> subscriber.accept(() -> endUnlessCancelled(emitter, () -> emitter.fail(failure))));
        // Called twice by Mutiny if it ends just now.
        AtomicBoolean isOver = new AtomicBoolean();
        emitter.onTermination(() -> {
            if (isOver.compareAndSet(false, true)) {
                open.decrementAndGet();
                asking.cancel();
            }
        });
    }

    /** Who has what it wants does not hear how it ends. */
    private static void endUnlessCancelled(MultiEmitter<?> emitter, Runnable end) {
        if (!emitter.isCancelled()) {
            end.run();
        }
    }

    /** Where the subscriber goes on, if that is an event loop. */
    private static Consumer<Runnable> subscriber() {
        Context context = Context.isOnEventLoopThread() ? Vertx.currentContext() : null;
        return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
    }

    /** A connection that is here is nowhere else. */
    private Uni<Asked> onAllNodes(Question question, Consumer<ClientAnswer> answers) {
        Uni<Asked> here = node.ask(question, answers);
        Uni<Asked> elsewhere = nodes.ask(question, answers);
        return question.target().kind() == Target.Kind.CONNECTION
                ? here.flatMap(asked -> asked.found() > 0 ? Uni.createFrom().item(asked) : elsewhere)
                : Uni.combine().all().unis(here, elsewhere).with(Asked::plus);
    }
}
