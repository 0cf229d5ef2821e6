package io.quarkiverse.channelbox.runtime.devui;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.groups.UniOnTimeout;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;

/** Looks at things once a second for browsers that show them, and tells what is new. */
final class Looks {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Set<MultiEmitter<?>> shown = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /**
     * What is the same as before is not told again. Fails if a look takes 10 seconds.
     *
     * @param look called on a worker
     * @param time how long it is looked at: nobody says that a browser has gone
     */
    <T> Multi<T> at(Supplier<Uni<? extends T>> look, Duration time) {
        return untilEnded(ticks().select().first(time)
                .onItem().transformToUniAndConcatenate(tick -> answer(look).failWith(
                        () -> new IllegalStateException(
                                "The application has not answered for " + PATIENCE.toSeconds() + " s"))));
    }

    /** The same for all that ask: there is one look at a time, from when the first asks until the end. */
    <T> Multi<T> shared(Supplier<Uni<? extends T>> look) {
        return Multi.createBy().replaying().upTo(1).ofMulti(untilEnded(ticks()
                .onItem().transformToUniAndConcatenate(tick -> answer(look).recoverWithUni(Uni.createFrom().nullItem()))));
    }

    private static Multi<Long> ticks() {
        return Multi.createFrom().ticks().every(PERIOD).onOverflow().drop();
    }

    private static <T> UniOnTimeout<T> answer(Supplier<Uni<? extends T>> look) {
        return Uni.createFrom().<T> deferred(look).runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .ifNoItem().after(PATIENCE);
    }

    /** Ended from outside, since a look that never answers would end nothing. */
    private <T> Multi<T> untilEnded(Multi<T> looks) {
        return Multi.createFrom().emitter(browser -> {
            shown.add(browser);
            if (ended) {
                browser.complete();
                return;
            }
            Cancellable looking = looks.skip().repetitions().subscribe().with(browser::emit, browser::fail, browser::complete);
            browser.onTermination(() -> {
                shown.remove(browser);
                looking.cancel();
            });
        }, BackPressureStrategy.LATEST);
    }

    /** The timers of dev mode outlive the application: nothing is looked at any more, not even by who waits for an answer. */
    void end() {
        ended = true;
        shown.forEach(MultiEmitter::complete);
    }
}
