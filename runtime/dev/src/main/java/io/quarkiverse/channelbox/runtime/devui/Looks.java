package io.quarkiverse.channelbox.runtime.devui;

import java.time.Duration;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Looks at things once a second for browsers that show them, and tells what is new. */
final class Looks {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private volatile boolean ended;

    /**
     * What is the same as before is not told again.
     *
     * @param look called on a worker
     * @param time how long it is looked at: nobody says that a browser has gone
     */
    <T> Multi<T> at(Supplier<Uni<? extends T>> look, Duration time) {
        return Multi.createFrom().ticks().every(PERIOD).onOverflow().drop()
                .select().first(time)
                .select().first(tick -> !ended)
                .onItem().transformToUniAndConcatenate(tick -> Uni.createFrom().<T> deferred(look)
                        .runSubscriptionOn(Infrastructure.getDefaultExecutor()))
                .skip().repetitions();
    }

    /** The timers of dev mode outlive the application: nothing is looked at any more. */
    void end() {
        ended = true;
    }
}
